import tseslint from 'typescript-eslint';

const clocksAndChance = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time enters in the command or the event.',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time enters in the command or the event.' },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'A fold must give the same answer on every replay.',
  },
  { selector: "MemberExpression[object.name='performance']", message: 'Time enters in the command or the event.' },
];
const noSelectiveTests = {
  selector: 'MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(skip|only|todo)$/]',
  message: 'Every test runs.',
};

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'coverage/**', 'libs/client/schema.ts'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.check.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      // A port's method may be asynchronous for the sake of its other engines.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': ['error', noSelectiveTests],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: [
      'libs/domain/**/*.ts',
      'libs/read-models/{public-registry,filing-cases,subjects,filing-deadlines,deadlines,duties,*-duties}.ts',
    ],
    ignores: ['**/*.spec.ts', 'libs/domain/scenario.ts'],
    rules: {
      'no-restricted-syntax': ['error', noSelectiveTests, ...clocksAndChance],
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^node:', message: 'Nothing from outside enters here but in a command or an event.' }] },
      ],
    },
  },
  {
    // Answers of the service are looked into as JSON, and mocks are handed around.
    files: ['test/**/*.ts', '**/*.{spec,suite}.ts'],
    rules: Object.fromEntries(
      [
        'no-explicit-any',
        'no-unsafe-assignment',
        'no-unsafe-member-access',
        'no-unsafe-call',
        'no-unsafe-argument',
        'no-unsafe-return',
        'unbound-method',
      ].map((rule) => [`@typescript-eslint/${rule}`, 'off']),
    ),
  },
  { files: ['**/*.{js,mjs,cjs}'], ...tseslint.configs.disableTypeChecked },
);
