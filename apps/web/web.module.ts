import { type DynamicModule, Module } from '@nestjs/common';
import { type Stylesheet } from './assets.js';
import { FrontDoorController } from './front-door.controller.js';
import { InnerApi } from './inner-api.js';
import { PageFilter } from './page-filter.js';
import { Pages, PageSettings } from './pages.js';
import { ObjectionPagesController } from './registry/objection-pages.controller.js';
import { RegistryPagesController } from './registry/registry-pages.controller.js';

export interface WebSettings {
  /** Where the service is reached from outside. */
  publicUrl: string;
  stylesheet?: Stylesheet;
}

/** The pages, beside the API of the same application. */
@Module({})
export class WebModule {
  static on({ publicUrl, stylesheet }: WebSettings): DynamicModule {
    const settings: PageSettings = { publicUrl: publicUrl.replace(/\/+$/, ''), stylesheet: stylesheet?.url };
    return {
      module: WebModule,
      controllers: [FrontDoorController, ObjectionPagesController, RegistryPagesController],
      providers: [{ provide: PageSettings, useValue: settings }, InnerApi, Pages, PageFilter],
    };
  }
}
