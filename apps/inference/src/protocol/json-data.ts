import { InvalidTensor } from '../errors.ts';
import { arrayTypeOf, type Datatype, type TensorData } from './datatypes.ts';

const INTEGER_RANGES: Partial<Record<Datatype, readonly [bigint, bigint]>> = {
  UINT8: [0n, 2n ** 8n - 1n],
  UINT16: [0n, 2n ** 16n - 1n],
  UINT32: [0n, 2n ** 32n - 1n],
  UINT64: [0n, 2n ** 64n - 1n],
  INT8: [-(2n ** 7n), 2n ** 7n - 1n],
  INT16: [-(2n ** 15n), 2n ** 15n - 1n],
  INT32: [-(2n ** 31n), 2n ** 31n - 1n],
  INT64: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** Dimensions of a tensor at most; bounds the recursion into nested data as well. */
export const MAX_RANK = 16;

/**
 * A tensor's `data` member: row-major, flat or nested like the shape (the protocol allows both).
 * @param count elements that the shape asks for
 * @throws InvalidTensor where count or types differ
 */
export function tensorDataFromJson(
  name: string,
  datatype: Datatype,
  count: number,
  json: unknown,
): TensorData {
  if (datatype === 'FP16') throw new InvalidTensor(`input ${name}: FP16 can be sent as binary data only`);
  const flat = Array.isArray(json) ? (json.flat(MAX_RANK) as unknown[]) : [json];
  if (flat.length !== count) {
    throw new InvalidTensor(`input ${name}: the shape asks for ${count} elements, data has ${flat.length}`);
  }
  if (datatype === 'BYTES') {
    return flat.map((value) => (typeof value === 'string' ? value : fail(name, datatype, value)));
  }
  const ArrayType = arrayTypeOf(datatype);
  if (ArrayType === undefined) throw new InvalidTensor(`input ${name}: unsupported datatype ${datatype}`);
  const data = new ArrayType(count);
  for (let index = 0; index < count; index++) {
    (data as unknown as (number | bigint)[])[index] = element(name, datatype, flat[index]);
  }
  return data;
}

function element(name: string, datatype: Datatype, value: unknown): number | bigint {
  if (datatype === 'BOOL')
    return typeof value === 'boolean'
      ? Number(value)
      : value === 0 || value === 1
        ? value
        : fail(name, datatype, value);
  if (typeof value !== 'number') return fail(name, datatype, value);
  const range = INTEGER_RANGES[datatype];
  if (range === undefined) return value;
  if (!Number.isInteger(value) || BigInt(value) < range[0] || BigInt(value) > range[1])
    return fail(name, datatype, value);
  return datatype === 'INT64' || datatype === 'UINT64' ? BigInt(value) : value;
}

function fail(name: string, datatype: Datatype, value: unknown): never {
  throw new InvalidTensor(`input ${name}: ${spell(value)} is not a ${datatype}`);
}

/** Short, whatever the caller sent: writing out an object may be long, and deeply nested ones overflow the stack. */
function spell(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null
    ? 'an object'
    : String(JSON.stringify(value)).slice(0, 40);
}

/** The inverse; 64-bit integers beyond 2^53 lose digits, as JSON numbers do. */
export function tensorDataToJson(datatype: Datatype, data: TensorData): unknown[] {
  if (Array.isArray(data)) return data;
  if (datatype === 'BOOL') return Array.from(data as Uint8Array, Boolean);
  return Array.from(data as Iterable<number | bigint>, Number);
}
