import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, getSchemaPath, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ProblemDto } from './http/problem.dto.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** What is asked of whom: the problems that a route can answer with follow from how it is asked. */
interface Traits {
  /** Of one matter, named in the path or by its receipt. */
  matter: boolean;
  /** Only for those with a token. */
  guarded: boolean;
  body: boolean;
  writes: boolean;
  /** Of a matter that exists. */
  changes: boolean;
}

const problems: Readonly<Record<number, { description: string; when: (traits: Traits) => boolean }>> = {
  400: { description: 'The request cannot be read: its URL, its parameters, its headers or its JSON.', when: () => true },
  401: { description: 'No valid token.', when: () => true },
  403: { description: 'The caller may not do this.', when: ({ guarded }) => guarded },
  404: { description: 'There is no such matter, or not for this caller.', when: ({ matter }) => matter },
  409: {
    description: 'Refused in the present state; `code` names the rule, `allowed` what the matter can answer now.',
    when: ({ writes }) => writes,
  },
  412: { description: 'The matter has changed since it was read.', when: ({ changes }) => changes },
  413: { description: 'The body is too large.', when: ({ body }) => body },
  415: { description: 'The body has another media type than the route takes.', when: ({ body }) => body },
  422: {
    description: 'The content of the body is not valid, or the Idempotency-Key belongs to another request.',
    when: ({ body, writes }) => body || writes,
  },
  428: { description: 'If-Match is missing.', when: ({ changes }) => changes },
  429: { description: 'Too many requests: come again after Retry-After.', when: () => true },
  503: { description: 'Not at the moment: come again after Retry-After, with the same Idempotency-Key.', when: () => true },
};

const traitsOf = (path: string, { parameters = [], security = [], requestBody }: Operation): Traits => {
  const headers = parameters.flatMap((parameter) => ('in' in parameter && parameter.in === 'header' ? [parameter.name] : []));
  return {
    // An upload names a document that need not be there.
    matter: (path.includes('{') && (requestBody === undefined || headers.includes('If-Match'))) || path.includes('/by-receipt'),
    guarded: security.some((scheme) => 'bearer' in scheme),
    body: requestBody !== undefined,
    writes: headers.includes('Idempotency-Key'),
    changes: headers.includes('If-Match'),
  };
};

/** Adds to each operation the problems that it can answer with. */
function addProblems(document: OpenAPIObject): void {
  const content = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } };
  document.components = {
    ...document.components,
    responses: Object.fromEntries(
      Object.entries(problems).map(([status, { description }]) => [`Problem${status}`, { description, content }]),
    ),
  };
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const operation of [operations.get, operations.post, operations.put, operations.delete]) {
      if (!operation) continue;
      const traits = traitsOf(path, operation);
      // Nest takes every POST for a creation.
      if (traits.changes) delete operation.responses['201'];
      for (const [status, { when }] of Object.entries(problems))
        if (when(traits)) operation.responses[status] ??= { $ref: `#/components/responses/Problem${status}` };
    }
  }
}

/** The description of the API, OpenAPI 3.1, as it is served at /openapi.json and kept in the repository. */
export function describe(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('beian 备案')
    .setDescription(
      'Filing, assessment and enforcement backend for deep synthesis services. Errors are problem documents (RFC 9457).',
    )
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}_${method}`,
    extraModels: [ProblemDto],
  });
  addProblems(document);
  return document;
}
