/** Puts every file that shrinks beside itself in small (brotli, gzip), so that the server only has to choose. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url);
const SHRINKS = /\.(js|css|html|svg|webmanifest)$/;
/** Bytes below which a small file saves no packet. */
const WORTH_IT = 500;
/** The page of the API is big, and no phone waits for it. */
const QUICKLY = /^api-docs\//;

for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (!SHRINKS.test(name)) continue;
  const content = readFileSync(new URL(name, dist));
  if (content.length < WORTH_IT) continue;
  const params = { [constants.BROTLI_PARAM_QUALITY]: QUICKLY.test(name) ? 5 : 11 };
  writeFileSync(new URL(`${name}.br`, dist), brotliCompressSync(content, { params }));
  writeFileSync(new URL(`${name}.gz`, dist), gzipSync(content));
}
