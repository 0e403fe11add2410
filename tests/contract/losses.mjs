// Compares what the generated clients were seen to lose with the table that openapi/README.md shows of it.
// usage: { <a program that prints a line of JSON: reader, and a word for each row>; … } | node losses.mjs
import {readFileSync} from 'node:fs';
import {root} from './contract.mjs';

const seen = readFileSync(0, 'utf8').split('\n').filter(line => line.startsWith('{')).map(line => JSON.parse(line));
if (!seen.length) throw new Error('No program said anything.');
const rows = Object.keys(seen[0]).filter(key => key !== 'reader');

const cellsOf = line => line.split('|').slice(1, -1).map(cell => cell.trim());
const lines = readFileSync(new URL('openapi/README.md', root), 'utf8').split('\n');
const start = lines.findIndex(line => line.startsWith('| what | '));
const table = lines.slice(start, lines.findIndex((line, i) => i > start && !line.startsWith('|'))).map(cellsOf);
const [[, ...readers] = [], , ...body] = start < 0 ? [] : table;
const shown = new Map(body.flatMap(([row, ...words]) => words.map((word, i) => [`${row}: ${readers[i]}`, word])));

const differences = seen.flatMap(({reader, ...words}) => rows.filter(row => shown.get(`${row}: ${reader}`) !== words[row])
  .map(row => `${row}, by ${reader}: the page says ${shown.get(`${row}: ${reader}`)}, seen was ${words[row]}.`));
// A reader may be missing on a machine without its language; a row may not.
differences.push(...body.map(([row]) => row).filter(row => !rows.includes(row)).map(row => `${row}: on the page, but nobody looks at it.`));
if (differences.length) {
  console.error(`${differences.join('\n')}\n\nWhat was seen, for "What generated clients lose" in openapi/README.md:\n`);
  const line = cells => `| ${cells.join(' | ')} |`;
  console.error([line(['what', ...seen.map(s => s.reader)]), `|${'---|'.repeat(seen.length + 1)}`, ...rows.map(row => line([row, ...seen.map(s => s[row])]))].join('\n'));
  process.exit(1);
}
console.log(`${rows.length} rows of ${seen.length} readers (${seen.map(s => s.reader).join(', ')}) are as the page says.`);
