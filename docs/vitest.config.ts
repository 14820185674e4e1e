import { defineConfig } from 'vitest/config';

// Both look at one built site, and two browsers are more than two cores have room for.
export default defineConfig({ test: { fileParallelism: false } });
