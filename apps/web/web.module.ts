import { type DynamicModule, Inject, Module, type OnModuleDestroy, Optional, type Provider } from '@nestjs/common';
import { type Pool } from 'pg';
import { Sessions } from '#identity/sessions.js';
import { SignIn } from '#identity/sign-in.js';
import { type Stylesheet } from './assets.js';
import { CheckController } from './check/check.controller.js';
import { DeskAssessmentsController } from './desk/assessments/assessments.controller.js';
import { DeskAccountsController } from './desk/clients/accounts.controller.js';
import { DeskClientsController } from './desk/clients/clients.controller.js';
import { DisplayController } from './desk/display/display.controller.js';
import { DeskDocumentsController } from './desk/documents.controller.js';
import { DeadlinesController } from './desk/duties/deadlines.controller.js';
import { AccountPagesController } from './console/accounts.controller.js';
import { OfficePagesController } from './console/office.controller.js';
import { IncidentPagesController } from './console/incidents.controller.js';
import { TemplatePagesController } from './console/templates.controller.js';
import { OrderDraftsController } from './console/order-drafts.controller.js';
import { OrdersController } from './console/orders.controller.js';
import { AttachmentPagesController } from './desk/filing/attachments.controller.js';
import { DraftPagesController } from './desk/filing/drafts.controller.js';
import { FilingPagesController } from './desk/filing/filings.controller.js';
import { SectionPagesController } from './desk/filing/sections.controller.js';
import { HomeController } from './desk/home.controller.js';
import { CasePagesController } from './console/case-pages.controller.js';
import { FilingCasePagesController } from './console/filing-pages.controller.js';
import { FiguresController } from './console/figures.controller.js';
import { ReadingPagesController } from './console/reading-pages.controller.js';
import { ReportPagesController } from './console/report-pages.controller.js';
import { QueuePagesController } from './console/queue.controller.js';
import { InboxController } from './desk/inbox.controller.js';
import { DeskOrdersController } from './desk/orders/orders.controller.js';
import { OrganisationController } from './desk/organisation/organisation.controller.js';
import { DeskReportsController } from './desk/reports/reports.controller.js';
import { FrontDoorController } from './front-door.controller.js';
import { InnerApi } from './inner-api.js';
import { PageFilter } from './page-filter.js';
import { Pages, PageSettings } from './pages.js';
import { ObjectionPagesController } from './registry/objection-pages.controller.js';
import { RegistryPagesController } from './registry/registry-pages.controller.js';
import { DemonstrationController, DemonstrationEntrance } from './sign-in/demonstration.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignedIn } from './sign-in/visitors.js';

export interface WebSettings {
  /** Where the service is reached from outside, without a slash at its end. */
  publicUrl: string;
  stylesheet?: Stylesheet;
  /** Undefined where nobody can sign in to the pages. */
  signIn?: SignInSettings;
}

export interface SignInSettings {
  issuer: string;
  clientId: string;
  clientSecret?: string;
  audience: string;
  /** Where this program itself lets people in, for the demonstration. */
  entrance?: DemonstrationEntrance;
  /** Of the service's role: sessions are kept there. */
  pool: Pool;
  /** Is told of housekeeping that failed. */
  failed: (error: unknown) => void;
}

/** The pages, beside the API of the same application. */
@Module({})
export class WebModule implements OnModuleDestroy {
  constructor(@Optional() @Inject(Sessions) private readonly sessions?: Sessions) {}

  static on({ publicUrl, stylesheet, signIn }: WebSettings): DynamicModule {
    const settings: PageSettings = { publicUrl, stylesheet: stylesheet?.url };
    return {
      module: WebModule,
      controllers: [
        FrontDoorController,
        SignInController,
        DemonstrationController,
        AccountPagesController,
        OfficePagesController,
        IncidentPagesController,
        TemplatePagesController,
        OrderDraftsController,
        OrdersController,
        HomeController,
        DraftPagesController,
        AttachmentPagesController,
        SectionPagesController,
        FilingPagesController,
        InboxController,
        DeskDocumentsController,
        DeskOrdersController,
        OrganisationController,
        DeskReportsController,
        DeskAssessmentsController,
        DeadlinesController,
        DeskAccountsController,
        DeskClientsController,
        DisplayController,
        CheckController,
        ObjectionPagesController,
        RegistryPagesController,
        QueuePagesController,
        FilingCasePagesController,
        CasePagesController,
        ReportPagesController,
        ReadingPagesController,
        FiguresController,
      ],
      providers: [
        ...[{ provide: PageSettings, useValue: settings }, InnerApi, Pages, PageFilter, SignedIn],
        ...(signIn ? signingIn(publicUrl, signIn) : []),
      ],
    };
  }

  onModuleDestroy(): void {
    this.sessions?.close();
  }
}

function signingIn(publicUrl: string, { entrance, pool, failed, ...client }: SignInSettings): Provider[] {
  return [
    {
      provide: SignIn,
      inject: [InnerApi],
      useFactory: (inner: InnerApi) =>
        new SignIn({
          ...client,
          publicUrl,
          // Our own provider gives everybody its one scope and a refresh token; others must be asked for the latter.
          scope: entrance ? 'openid' : 'openid profile offline_access',
          askAgain: entrance !== undefined,
          ...(entrance && { fetch: inner.fetchBelow(publicUrl) }),
        }),
    },
    { provide: Sessions, inject: [SignIn], useFactory: (signIn: SignIn) => new Sessions(pool, signIn, failed) },
    ...(entrance ? [{ provide: DemonstrationEntrance, useValue: entrance }] : []),
  ];
}
