import { describe, expect, it } from 'vitest';
import { ProtoMessage } from './protobuf.ts';

function hex(message: ProtoMessage): string {
  return Buffer.from(message.finish()).toString('hex');
}

describe('ProtoMessage', () => {
  it('integer - when 150 is field 1 - then writes the bytes of the encoding guide', () => {
    expect(hex(new ProtoMessage().integer(1, 150))).toBe('089601');
  });

  it('string - when "testing" is field 2 - then writes the bytes of the encoding guide', () => {
    expect(hex(new ProtoMessage().string(2, 'testing'))).toBe('120774657374696e67');
  });

  it('message - when 150 is nested in field 3 - then writes the bytes of the encoding guide', () => {
    expect(hex(new ProtoMessage().message(3, new ProtoMessage().integer(1, 150)))).toBe('1a03089601');
  });

  it('packedIntegers - when 3, 270 and 86942 are field 6 - then writes the bytes of the encoding guide', () => {
    expect(hex(new ProtoMessage().packedIntegers(6, [3, 270, 86942]))).toBe('3206038e029ea705');
  });

  it('integer - when negative - then writes ten bytes of twos complement', () => {
    expect(hex(new ProtoMessage().integer(1, -1))).toBe('08ffffffffffffffffff01');
  });

  it('float - when 1.5 is field 2 - then writes four bytes, low byte first', () => {
    expect(hex(new ProtoMessage().float(2, 1.5))).toBe('150000c03f');
    expect(hex(new ProtoMessage().packedFloats(2, [1.5, -2]))).toBe('12080000c03f000000c0');
  });

  it('integer - when the field number needs two bytes - then the tag is a varint too', () => {
    expect(hex(new ProtoMessage().integer(20, 1))).toBe('a00101');
  });

  it('integer - when the number is no integer - then refuses', () => {
    expect(() => new ProtoMessage().integer(1, 0.5)).toThrow(RangeError);
  });
});
