import { Exception } from '../facade/google';
import type { Native } from '../native';
import { Blob } from './blob';

// The parts of the ZIP format (APPNOTE 6.3) that Utilities.zip and unzip need: deflated or stored entries, no ZIP64.
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DEFLATED = 8;

/** An archive of blobs, one entry each under the blob's name. */
export function zip(native: Native, sources: readonly Blob[]): string {
  let files = '';
  let directory = '';
  sources.forEach((source, index) => {
    const data = Blob.bytesOf(source);
    if (data === undefined) throw new Exception('Invalid argument: blobs');
    const name = native.encode(source.getBlob().getName() ?? `file${String(index + 1)}`, 'UTF-8');
    const packed = native.deflate(data);
    const shared = u16(20) + u16(0x800) + u16(DEFLATED) + u32(0) + u32(crc32(data)) + u32(packed.length) + u32(data.length) + u16(name.length) + u16(0); // prettier-ignore
    directory += u32(CENTRAL) + u16(20) + shared + u16(0) + u16(0) + u16(0) + u32(0) + u32(files.length) + name;
    files += u32(LOCAL) + shared + name + packed;
  });
  const count = u16(sources.length);
  return (
    files + directory + u32(END) + u16(0) + u16(0) + count + count + u32(directory.length) + u32(files.length) + u16(0)
  );
}

/** An archive's files as blobs. */
export function unzip(native: Native, archive: string): Blob[] {
  const end = archive.lastIndexOf(u32(END));
  if (end < 0) throw new Exception('Invalid argument');
  const blobs: Blob[] = [];
  let at = read32(archive, end + 16);
  for (let left = read16(archive, end + 10); left > 0; left -= 1) {
    const nameLength = read16(archive, at + 28);
    const name = archive.slice(at + 46, at + 46 + nameLength);
    const start = read32(archive, at + 42);
    const from = start + 30 + read16(archive, start + 26) + read16(archive, start + 28);
    const packed = archive.slice(from, from + read32(archive, at + 20));
    const data = read16(archive, at + 10) === DEFLATED ? native.inflate(packed) : packed;
    const blob = new Blob(native, data, null, native.decode(name, 'UTF-8'));
    if (!name.endsWith('/')) blobs.push(blob.setContentTypeFromExtension());
    at += 46 + nameLength + read16(archive, at + 30) + read16(archive, at + 32);
  }
  return blobs;
}

const u16 = (value: number): string => String.fromCharCode(value & 0xff, (value >>> 8) & 0xff);
const u32 = (value: number): string => u16(value & 0xffff) + u16(value >>> 16);
const read16 = (bytes: string, at: number): number => bytes.charCodeAt(at) | (bytes.charCodeAt(at + 1) << 8);
const read32 = (bytes: string, at: number): number => (read16(bytes, at) | (read16(bytes, at + 2) << 16)) >>> 0;

function crc32(bytes: string): number {
  let crc = -1;
  for (let index = 0; index < bytes.length; index += 1) {
    crc ^= bytes.charCodeAt(index);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
