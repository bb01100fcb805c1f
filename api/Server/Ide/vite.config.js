import { defineConfig } from 'vite';

export default defineConfig({
  // Addresses in the page are relative, so that it works under any path of the server.
  base: './',
  build: { target: 'es2022' },
});
