/** The API's types, made from its committed description. */
import { defineConfig } from '@hey-api/openapi-ts';

export default defineConfig({
  input: '../backend/api/openapi.json',
  output: { path: 'src/api/generated', clean: true },
  plugins: ['@hey-api/typescript'],
});
