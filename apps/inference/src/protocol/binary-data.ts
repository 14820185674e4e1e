import { InvalidTensor } from '../errors.ts';
import { arrayTypeOf, type Datatype, type TensorData } from './datatypes.ts';

/**
 * The binary tensor data extension (Triton, `extension_binary_data`): little-endian elements in row-major order;
 * each BYTES element preceded by its length as a 32-bit integer.
 */
export function tensorDataFromBinary(
  name: string,
  datatype: Datatype,
  count: number,
  bytes: Buffer,
): TensorData {
  const ArrayType = arrayTypeOf(datatype);
  if (ArrayType === undefined) return bytesElements(name, count, bytes);
  const expected = count * ArrayType.BYTES_PER_ELEMENT;
  if (bytes.length !== expected) {
    throw new InvalidTensor(
      `input ${name}: the shape asks for ${expected} bytes, binary_data_size is ${bytes.length}`,
    );
  }
  // A slice of a request body lies at any offset, a typed array only at multiples of its element size.
  const aligned = new Uint8Array(expected);
  aligned.set(bytes);
  return new ArrayType(aligned.buffer, 0, count);
}

function bytesElements(name: string, count: number, bytes: Buffer): string[] {
  const elements: string[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    if (offset + 4 > bytes.length)
      throw new InvalidTensor(`input ${name}: truncated length of element ${elements.length}`);
    const length = bytes.readUInt32LE(offset);
    offset += 4;
    if (offset + length > bytes.length)
      throw new InvalidTensor(`input ${name}: truncated element ${elements.length}`);
    elements.push(bytes.toString('utf8', offset, offset + length));
    offset += length;
  }
  if (elements.length !== count) {
    throw new InvalidTensor(
      `input ${name}: the shape asks for ${count} elements, data has ${elements.length}`,
    );
  }
  return elements;
}

export function tensorDataToBinary(data: TensorData): Buffer {
  if (!Array.isArray(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return Buffer.concat(
    data.flatMap((element) => {
      const text = Buffer.from(element, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32LE(text.length);
      return [length, text];
    }),
  );
}
