const rooms = [
  'domain',
  'event-store',
  'application',
  'policy',
  'read-models',
  'reactions',
  'documents',
  'office',
  'vault',
  'identity',
  'client',
  'platform',
];
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json'],
  moduleNameMapper: {
    ...Object.fromEntries(rooms.map((room) => [`^#${room}/(.*)\\.js$`, `<rootDir>/libs/${room}/$1.ts`])),
    '^#migrations/(.*)\\.js$': '<rootDir>/migrations/$1.ts',
    '^#api/(.*)\\.js$': '<rootDir>/apps/api/$1.ts',
    '^#standalone/(.*)\\.js$': '<rootDir>/apps/standalone/$1.ts',
    '^#support/(.*)\\.js$': '<rootDir>/test/support/$1.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true, tsx: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            react: { runtime: 'automatic', importSource: 'preact' },
          },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  testTimeout: 20_000,
  maxWorkers: 2,
};
