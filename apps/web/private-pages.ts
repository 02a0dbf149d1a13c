import { applyDecorators, Controller, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PageFilter } from './page-filter.js';
import { SignedIn } from './sign-in/visitors.js';

/** A controller of pages for people who are signed in, below `path` in both languages. */
export const PrivatePages = (path: string): ClassDecorator =>
  applyDecorators(ApiExcludeController(), UseFilters(PageFilter), UseGuards(SignedIn), Controller([`zh/${path}`, `en/${path}`]));
