const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  globalSetup: '<rootDir>/workbench/build-if-stale.cjs',
  transform: {
    '^.+\\.([cm]?js|tsx?)$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Packages published as ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!(marked|croner|@noble|valibot|mustache)/)'],
  // Emulated executions leave contexts behind; on a machine of two cores jest would run every file in one process.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  workerIdleMemoryLimit: '1GB',
  coverageProvider: 'v8',
  testTimeout: 60_000,
};
