/** Fails when the API's types in the app differ from its committed description. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@hey-api/openapi-ts';

const here = new URL('../', import.meta.url);
const fresh = mkdtempSync(join(tmpdir(), 'kring-types-'));
const prettier = fileURLToPath(new URL('node_modules/prettier/bin/prettier.cjs', here));

try {
  await createClient({
    input: fileURLToPath(new URL('../backend/api/openapi.json', here)),
    output: { path: fresh, clean: true },
    plugins: ['@hey-api/typescript'],
    logs: { level: 'silent' },
  });
  const config = fileURLToPath(new URL('.prettierrc.json', here));
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
