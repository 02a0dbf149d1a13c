// What a document may be, told from its own bytes: nobody's word is taken for it, no file name is asked for.
import { fileTypeFromFile } from 'file-type';

export type MediaType = 'application/pdf' | 'image/png' | 'image/jpeg';

const SIGNATURES: readonly [MediaType, Buffer][] = [
  ['application/pdf', Buffer.from('%PDF-', 'latin1')],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
];

/** All that an attachment can be. */
export const MEDIA_TYPES: readonly MediaType[] = SIGNATURES.map(([type]) => type);

/** As many bytes as `mediaTypeOfHead` needs to see. */
export const HEAD_BYTES = Math.max(...SIGNATURES.map(([, signature]) => signature.length));

/**
 * What the first bytes promise, so that anything else is refused before it fills the disk, and before the detector of two hundred formats
 * gets to see it.
 */
export const mediaTypeOfHead = (head: Uint8Array): MediaType | undefined =>
  SIGNATURES.find(([, signature]) => signature.equals(head.subarray(0, signature.length)))?.[0];

/** What the whole file is by its structure: what begins as a PNG may yet be an animation, or no image at all. Throws what reading throws. */
export const mediaTypeOfFile = async (path: string): Promise<string | undefined> => (await fileTypeFromFile(path))?.mime;
