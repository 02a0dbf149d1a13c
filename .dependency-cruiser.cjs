// Which room may reach which. One rule a room, and no list of exceptions.
const rooms = (...names) => `^(${names.join('|')})(/|$)`;
const specs = '\\.(spec|suite)\\.tsx?$';

/** From this room only to itself and to these. */
const only = (room, allowed, comment) => ({
  name: `${room.replace('/', '-')}-reaches-only-its-own`,
  comment,
  severity: 'error',
  from: { path: `^${room}/`, pathNot: specs },
  to: { path: '^(apps|libs|migrations|test)/', pathNot: [`^${room}/`, ...allowed.map((name) => `^${name}`)].join('|') },
});

module.exports = {
  forbidden: [
    only('libs/domain', [], 'The domain is pure: it imports nothing outside itself.'),
    only('libs/event-store', [], 'The port and its engines reach nothing.'),
    only('libs/policy', ['libs/domain/'], 'The policy knows the domain and nothing that does anything.'),
    only(
      'libs/application',
      ['libs/domain/', 'libs/policy/', 'libs/event-store/(event-store|upcast)\\.ts'],
      'Writes know the domain, the policy and the port; never a read model.',
    ),
    only(
      'libs/read-models',
      ['libs/domain/', 'libs/event-store/(event-store|upcast|position)\\.ts'],
      'Reads know the events and the reader.',
    ),
    only(
      'libs/reactions',
      ['libs/domain/', 'libs/read-models/', 'libs/event-store/event-store\\.ts', 'libs/platform/'],
      'What goes out follows what can be read.',
    ),
    only('libs/documents', ['libs/domain/'], 'A document is composed from facts that it is given.'),
    only('libs/office', ['libs/domain/', 'libs/platform/'], 'How an agency arranges its own work is no law.'),
    only('libs/vault', ['libs/platform/'], 'The vault is nobody’s business logic.'),
    only('libs/identity', ['libs/platform/', 'libs/domain/account\\.ts'], 'Identity knows the names of roles.'),
    only('libs/platform', [], 'The platform is nobody’s business.'),
    only('apps/api', ['libs/'], 'Applications never import one another.'),
    only('apps/projector', ['libs/'], 'Applications never import one another.'),
    only(
      'apps/web',
      [
        'libs/client/',
        'libs/domain/',
        'libs/platform/',
        'libs/application/division-names\\.ts',
        'libs/identity/(sign-in|sessions)\\.ts',
      ],
      'A page is a client of the API: it can do nothing that the API cannot, and knows besides the names of things, and who is signed in.',
    ),
    only('libs/client', [], 'A client knows the description of the API and nothing of the house.'),
    only('apps/import', ['libs/'], 'Applications never import one another.'),
    only('apps/demo', [], 'The demonstration is a client like any other: it reaches the service over HTTP.'),
    only('migrations', [], 'Migrations stand alone: they are never edited once shipped.'),
    {
      name: 'folds-take-types-and-leaves',
      comment: 'A read model sees events, not how they were decided: of the aggregates it takes types only.',
      severity: 'error',
      from: { path: '^libs/read-models/', pathNot: specs },
      to: {
        path: '^libs/domain/(subject|filing|filing-(change|cancellation|revocation|remedies|import|state)|account|entity|aggregate)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'domain-takes-no-package',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: `${specs}|scenario\\.ts$` },
      to: { dependencyTypes: ['npm', 'core'] },
    },
    {
      name: 'no-circle',
      severity: 'error',
      from: { path: rooms('apps', 'libs') },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-imports-a-spec',
      severity: 'error',
      from: { pathNot: '\\.(spec|suite)\\.tsx?$|^test/' },
      to: { path: `${specs}|^test/` },
    },
    {
      name: 'no-dev-dependency-in-the-product',
      severity: 'error',
      from: { path: rooms('apps', 'libs', 'migrations'), pathNot: specs },
      to: { dependencyTypes: ['npm-dev'], pathNot: '@types/' },
    },
    {
      name: 'no-orphan',
      severity: 'error',
      from: { orphan: true, path: rooms('apps', 'libs'), pathNot: '\\.d\\.ts$|main\\.ts$' },
      to: {},
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.check.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
};
