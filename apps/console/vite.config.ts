import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'vite'

/** No inlined assets: the console's content security policy allows no `data:` but images. */
const config: UserConfig = defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
})
export default config
