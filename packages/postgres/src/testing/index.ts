/** For tests only: PGlite is a devDependency, which a production install leaves out. */
export { startTestDatabase, type TestDatabase } from './test-database.ts';
