import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { type CsvRecord, RecordReader } from './csv-records.js';

/** The file's records, read in pieces of this many bytes. */
function records(file: string | Buffer, { piece = 7, bytesInCell = 1000, cells = 100 } = {}): CsvRecord[] {
  const bytes = Buffer.from(file);
  const reader = new RecordReader({ bytesInCell, cells });
  const found: CsvRecord[] = [];
  for (let at = 0; at < bytes.length; at += piece) found.push(...reader.push(bytes.subarray(at, at + piece)));
  return [...found, ...reader.end()];
}

const texts = ({ cells }: CsvRecord): string[] => cells.map(({ bytes }) => bytes.toString());

const cell = fc
  .array(fc.constantFrom('"', ',', '\n', '\r\n', '\r', 'a', '备案', ' ', "'", '\ufeff', '='), { maxLength: 6 })
  .map((parts) => parts.join(''));

describe('records of a CSV file', () => {
  test('what has been written by RFC 4180 is read as it was, in pieces of any size', () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 40 }),
        (rows, bom, lineEnd, piece) => {
          const quoted = (text: string) => (/[",\r\n\ufeff]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
          const file = (bom ? '\ufeff' : '') + rows.map((row) => row.map(quoted).join(',') + lineEnd).join('');
          expect(records(file, { piece }).map(texts)).toEqual(rows);
        },
      ),
    ));

  test('sound files are read as csv-parse reads them', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '中', ',', '\n', '"a"', '"a,""\n"'), { maxLength: 30 }), (parts) => {
        const file = parts.join('');
        let expected: string[][];
        try {
          expected = parse(file, { relax_column_count: true, skip_empty_lines: true });
        } catch {
          fc.pre(false); // a quotation mark where none may be
          return;
        }
        expect(records(file).map(texts)).toEqual(expected);
      }),
    ));

  test('each is named by the line on which it begins, whatever stands before it', () => {
    const file = '\n\nh,i\r\n"a\n\nb",c\r\n\n"d""\n",e\nf,"g';
    expect(records(file).map(({ line }) => line)).toEqual([3, 4, 8, 10]);
  });

  test('a cell beyond the limit keeps its length and no more bytes than may be kept', () => {
    for (const file of [`${'x'.repeat(5000)},b\nc,d\n`, `"${'x'.repeat(5000)}",b\nc,d\n`]) {
      const [long, next] = records(file, { bytesInCell: 10 });
      expect(long?.cells[0]).toEqual({ bytes: Buffer.from('x'.repeat(10)), length: 5000 });
      expect([long && texts(long)[1], next && texts(next)]).toEqual(['b', ['c', 'd']]);
    }
  });

  test('more cells than may be are counted and not kept', () => {
    const [record] = records(`${'a,'.repeat(5000)}b\n`, { cells: 3 });
    expect({ width: record?.width, kept: record && texts(record) }).toEqual({ width: 5001, kept: ['a', 'a', 'a'] });
  });

  test('text after a closing quotation mark spoils its record and no other', () => {
    for (const tail of ['b', ' ', '\rb', 'b"']) {
      const [bad, good] = records(`"a"${tail},c\nd,e\n`);
      expect(bad).toMatchObject({ line: 1, fault: expect.stringContaining('closing quotation mark') });
      expect(good && texts(good)).toEqual(['d', 'e']);
      expect(good?.fault).toBeUndefined();
    }
  });

  test('a quotation mark that is never closed is the fault of the record in which it was opened', () => {
    const [good, bad, ...more] = records('a,b\nc,"d\ne,f\n');
    expect(good?.fault).toBeUndefined();
    expect(bad).toMatchObject({ line: 2, width: 2, fault: expect.stringContaining('never closed') });
    expect(more).toEqual([]);
  });

  test('each says how many bytes of the file have been read with it', () => {
    expect(records('\ufeffa,b\n\n中,d').map(({ end }) => end)).toEqual([7, 13]);
  });
});
