import { defineConfig } from 'vite';

export default defineConfig({
  // Addresses in the page are relative, so that it works behind whatever path the server has.
  base: './',
  build: { target: 'es2022' },
});
