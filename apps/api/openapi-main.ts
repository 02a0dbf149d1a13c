// `npm run openapi`: writes openapi.json. The routes describe themselves, so nothing behind them is opened.
import { writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule, type Foundations } from './api.module.js';
import { createAdapter } from './http/fastify.js';
import { describe } from './openapi.js';

const app = await NestFactory.create<NestFastifyApplication>(ApiModule.on({} as Foundations), createAdapter(), {
  bodyParser: false,
  logger: ['error'],
});
await writeFile('openapi.json', `${JSON.stringify(describe(app), null, 2)}\n`);
process.exit(0);
