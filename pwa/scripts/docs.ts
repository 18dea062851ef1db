/** Puts the API's interactive page beside the app: served from our own origin, never from a CDN. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const START = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#swagger-ui' });\n`;
const shipped = (name: string) =>
  readFileSync(new URL(`../node_modules/swagger-ui-dist/${name}`, import.meta.url));

export function apiDocs(): Plugin {
  return {
    name: 'kring-api-docs',
    apply: 'build',
    generateBundle() {
      const emit = (name: string, source: string | Uint8Array) =>
        this.emitFile({ type: 'asset', fileName: `api-docs/${name}`, source });
      emit('swagger-ui-bundle.js', shipped('swagger-ui-bundle.js'));
      emit('swagger-ui.css', shipped('swagger-ui.css'));
      emit('start.js', START);
    },
  };
}
