/**
 * Appends protobuf fields to a buffer that grows. Only what OTLP spans need, for the price of a few stores.
 *
 * Nested messages get their length in three bytes, padded with continuation bits: the length is known only after
 * the content, and moving the content afterwards would cost more than two spare bytes. Decoders accept the padded
 * form (protobuf encoding, "Base 128 Varints": the most significant bit only says that more bytes follow).
 */
const PADDED_LENGTH_BYTES = 3;
const MAX_PADDED_LENGTH = 2 ** 21 - 1;
const ASCII_LOOP_LIMIT = 48;

const HEX_VALUE = new Uint8Array(128);
for (let digit = 0; digit < 16; digit++) {
  HEX_VALUE[digit.toString(16).charCodeAt(0)] = digit;
  HEX_VALUE[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

export class ProtobufWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(initialBytes = 4096) {
    this.#buffer = Buffer.allocUnsafe(initialBytes);
  }

  get length(): number {
    return this.#length;
  }

  /** A copy of what was written; the writer starts again. */
  take(): Buffer {
    const bytes = Buffer.from(this.#buffer.subarray(0, this.#length));
    this.#length = 0;
    return bytes;
  }

  /** Forgets everything after `length`: a message that turned out too long is as if never begun. */
  truncate(length: number): void {
    this.#length = length;
  }

  /** @param tag field number and wire type as the single byte that precedes the field */
  beginMessage(tag: number): number {
    this.#reserve(1 + PADDED_LENGTH_BYTES);
    this.#buffer[this.#length] = tag;
    this.#length += 1 + PADDED_LENGTH_BYTES;
    return this.#length;
  }

  /** Closes the message that began at `start`. Returns false where it is too long for its length field. */
  endMessage(start: number): boolean {
    const length = this.#length - start;
    if (length > MAX_PADDED_LENGTH) return false;
    this.#buffer[start - 3] = (length & 0x7f) | 0x80;
    this.#buffer[start - 2] = ((length >>> 7) & 0x7f) | 0x80;
    this.#buffer[start - 1] = length >>> 14;
    return true;
  }

  varint(tag: number, value: number): void {
    this.#reserve(11);
    this.#buffer[this.#length++] = tag;
    this.#varint(value);
  }

  /** int64: negative numbers take all ten bytes. */
  int64(tag: number, value: number): void {
    if (value >= 0) {
      this.varint(tag, value);
      return;
    }
    this.#reserve(11);
    this.#buffer[this.#length++] = tag;
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest > 0x7fn) {
      this.#buffer[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#buffer[this.#length++] = Number(rest);
  }

  double(tag: number, value: number): void {
    this.#reserve(9);
    this.#buffer[this.#length] = tag;
    this.#length = this.#buffer.writeDoubleLE(value, this.#length + 1);
  }

  /** A time as fixed64 nanoseconds, from seconds and nanoseconds since the epoch: the sum has no room in a double. */
  fixed64Nanos(tag: number, seconds: number, nanos: number): void {
    this.#reserve(9);
    const high = Math.floor(seconds / 65_536) * 1e9;
    const low = (seconds % 65_536) * 1e9 + nanos;
    const lowWord = (high % 65_536) * 65_536 + (low % 4_294_967_296);
    const highWord =
      Math.floor(high / 65_536) + Math.floor(low / 4_294_967_296) + Math.floor(lowWord / 4_294_967_296);
    this.#buffer[this.#length] = tag;
    this.#buffer.writeUInt32LE(lowWord % 4_294_967_296, this.#length + 1);
    this.#length = this.#buffer.writeUInt32LE(highWord, this.#length + 5);
  }

  /** Bytes given as hex digits. */
  hex(tag: number, digits: string): void {
    const bytes = digits.length >>> 1;
    this.#reserve(2 + bytes);
    this.#buffer[this.#length++] = tag;
    this.#buffer[this.#length++] = bytes;
    for (let index = 0; index < digits.length; index += 2) {
      const upper = HEX_VALUE[digits.charCodeAt(index)] ?? 0;
      const lower = HEX_VALUE[digits.charCodeAt(index + 1)] ?? 0;
      this.#buffer[this.#length++] = (upper << 4) | lower;
    }
  }

  string(tag: number, text: string): void {
    if (text.length <= ASCII_LOOP_LIMIT && this.#shortAscii(tag, text)) return;
    const bytes = Buffer.byteLength(text);
    this.#reserve(6 + bytes);
    this.#buffer[this.#length++] = tag;
    this.#varint(bytes);
    this.#length += this.#buffer.write(text, this.#length, 'utf8');
  }

  bytes(tag: number, bytes: Uint8Array): void {
    this.#reserve(6 + bytes.length);
    this.#buffer[this.#length++] = tag;
    this.#varint(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A call into native code costs more than a loop over a few characters. */
  #shortAscii(tag: number, text: string): boolean {
    const start = this.#length;
    this.#reserve(2 + text.length);
    const buffer = this.#buffer;
    buffer[start] = tag;
    buffer[start + 1] = text.length;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return false;
      buffer[start + 2 + index] = code;
    }
    this.#length = start + 2 + text.length;
    return true;
  }

  #varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.#buffer[this.#length++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#length++] = rest;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
