// The part of the protocol buffers wire format that ONNX files need
// (https://protobuf.dev/programming-guides/encoding/).

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

const UTF8 = new TextEncoder();

/** Collects the fields of one message in the order in which they are added. */
export class ProtoMessage {
  readonly #bytes: number[] = [];

  /** int32, int64, bool or enum; also negative numbers, as ten bytes of two's complement. */
  integer(field: number, value: number): this {
    this.#tag(field, VARINT);
    pushVarint(this.#bytes, value);
    return this;
  }

  float(field: number, value: number): this {
    this.#tag(field, FIXED_32);
    return this.#append(floatBytes([value]));
  }

  string(field: number, value: string): this {
    return this.bytes(field, UTF8.encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    this.#tag(field, LENGTH_DELIMITED);
    pushVarint(this.#bytes, value.length);
    return this.#append(value);
  }

  message(field: number, value: ProtoMessage): this {
    return this.bytes(field, value.finish());
  }

  /** Repeated integers in packed form; parsers must take it for fields declared unpacked, too. */
  packedIntegers(field: number, values: Iterable<number>): this {
    const packed: number[] = [];
    for (const value of values) pushVarint(packed, value);
    return this.bytes(field, Uint8Array.from(packed));
  }

  packedFloats(field: number, values: Iterable<number>): this {
    return this.bytes(field, floatBytes(values));
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #tag(field: number, wireType: number): void {
    pushVarint(this.#bytes, field * 8 + wireType);
  }

  #append(bytes: Uint8Array): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }
}

/** Little-endian IEEE 754 single precision, on machines of either byte order. */
export function floatBytes(values: Iterable<number>): Uint8Array {
  const list = [...values];
  const view = new DataView(new ArrayBuffer(4 * list.length));
  for (const [index, value] of list.entries()) view.setFloat32(4 * index, value, true);
  return new Uint8Array(view.buffer);
}

function pushVarint(bytes: number[], value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an integer: ${value}`);
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
}
