/** One line as Loki would store it. */
export interface Pushed {
  readonly labels: string;
  /** RFC 3339 in UTC with nine digits of a second. */
  readonly timestamp: string;
  readonly line: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The lines of a body of Loki's push endpoint.
 * @see https://github.com/grafana/loki/blob/main/pkg/push/push.proto
 */
export function pushedLines(body: Buffer): Pushed[] {
  return all(fields(unsnappy(body)), 1).flatMap((stream) => {
    const members = fields(stream);
    const labels = text(members, 1);
    return all(members, 2).map((entry) => pushed(labels, fields(entry)));
  });
}

function pushed(labels: string, entry: Field[]): Pushed {
  const [time = Buffer.alloc(0)] = all(entry, 1);
  const pairs = all(entry, 3).map((pair) => [text(fields(pair), 1), text(fields(pair), 2)]);
  const number = (id: number) => Number(fields(time).find((f) => f.id === id)?.value ?? 0);
  const second = new Date(number(1) * 1_000).toISOString().slice(0, 19);
  const timestamp = `${second}.${String(number(2)).padStart(9, "0")}Z`;
  const metadata = Object.fromEntries(pairs) as Record<string, string>;
  return { labels, timestamp, line: text(entry, 2), metadata };
}

interface Field {
  readonly id: number;
  readonly value: bigint | Buffer;
}

const all = (list: Field[], id: number) =>
  list.filter((field) => field.id === id).map((field) => field.value as Buffer);

const text = (list: Field[], id: number) => all(list, id)[0]?.toString() ?? "";

/** Reads varints and bytes off the front of a buffer. */
class Reader {
  private offset = 0;
  constructor(private readonly buffer: Buffer) {}

  get done(): boolean {
    return this.offset >= this.buffer.length;
  }

  byte(): number {
    return this.buffer.readUInt8(this.offset++);
  }

  bytes(length: number): Buffer {
    this.offset += length;
    return this.buffer.subarray(this.offset - length, this.offset);
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        return value;
      }
    }
  }
}

/** The members of a protobuf message, of which this one has numbers and bytes only. */
function fields(message: Buffer): Field[] {
  const reader = new Reader(message);
  const found: Field[] = [];
  while (!reader.done) {
    const tag = Number(reader.varint());
    const value = reader.varint();
    found.push({ id: tag >> 3, value: tag & 2 ? reader.bytes(Number(value)) : value });
  }
  return found;
}

/** @see https://github.com/google/snappy/blob/main/format_description.txt */
function unsnappy(body: Buffer): Buffer {
  const reader = new Reader(body);
  const out = Buffer.alloc(Number(reader.varint()));
  let end = 0;
  while (!reader.done) {
    const tag = reader.byte();
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const length = short < 60 ? short : reader.bytes(short - 59).readUIntLE(0, short - 59);
      end += reader.bytes(length + 1).copy(out, end);
      continue;
    }
    const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const distance =
      kind === 1
        ? ((tag >> 5) << 8) | reader.byte()
        : reader.bytes(2 * (kind - 1)).readUIntLE(0, 2 * (kind - 1));
    for (const stop = end + length; end < stop; end++) {
      out[end] = out[end - distance] ?? 0;
    }
  }
  return out;
}
