/** Fails when the API's types in the app differ from its committed description. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';

const here = new URL('../', import.meta.url);
const fresh = mkdtempSync(join(tmpdir(), 'kring-types-'));
const prettier = new URL('node_modules/prettier/bin/prettier.cjs', here).pathname;

try {
  await createClient({
    input: new URL('../backend/api/openapi.json', here).pathname,
    output: { path: fresh, clean: true },
    plugins: ['@hey-api/typescript'],
    logs: { level: 'silent' },
  });
  const config = new URL('.prettierrc.json', here).pathname;
  execFileSync(process.execPath, [prettier, '--config', config, '--write', fresh], {
    cwd: here,
    stdio: 'pipe',
  });
  const made = readFileSync(join(fresh, 'types.gen.ts'), 'utf8');
  const kept = readFileSync(new URL('src/api/generated/types.gen.ts', here), 'utf8');
  if (made !== kept) {
    console.error('The types of the API are out of date: npm run types');
    process.exitCode = 1;
  }
} finally {
  rmSync(fresh, { recursive: true });
}
