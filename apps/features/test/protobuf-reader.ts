/**
 * The values of one field of a protobuf message, undecoded: for length-delimited fields their bytes, for the others the
 * bytes of the number. Enough to look into a message without its schema (protobuf.dev, "Encoding").
 */
export function fields(message: Buffer, wanted: number): Buffer[] {
  const found: Buffer[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message.readUInt8(at++);
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    let start = at;
    switch (tag & 7) {
      case 0:
        varint();
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = varint();
        start = at;
        at += length;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw new Error(`wire type ${tag & 7} is not in use`);
    }
    if (Math.floor(tag / 8) === wanted) found.push(message.subarray(start, at));
  }
  return found;
}

export function text(message: Buffer, field: number): string {
  return fields(message, field)[0]?.toString('utf8') ?? '';
}
