import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

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
    .addGlobalResponse(
      { status: 400, description: 'The request cannot be read.' },
      { status: 401, description: 'No valid token.' },
      { status: 429, description: 'Too many requests.' },
    )
    .build();
  return SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}_${method}`,
  });
}

/** Serves the description and a page to browse it. */
export function serveDescription(app: INestApplication): void {
  SwaggerModule.setup('docs', app, describe(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'beian 备案 API',
  });
}
