import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { type AccountCallers, AccountsHandler } from '#application/accounts.js';
import { AgenciesHandler } from '#application/agencies.js';
import { AssessmentsHandler } from '#application/assessments.js';
import { CaseFilesHandler } from '#application/case-files.js';
import { CaseMatters } from '#application/case-matters.js';
import { Calendars, CalendarsHandler } from '#application/calendars.js';
import { FilingsHandler } from '#application/filings.js';
import { Handler } from '#application/handle.js';
import { IncidentOrders } from '#application/incident-orders.js';
import { IncidentPlans } from '#application/incident-plans.js';
import { IncidentsHandler } from '#application/incidents.js';
import { Numbers } from '#application/numbers.js';
import { OfficersOfAgency } from '#application/officers.js';
import { OrderSettings, OrdersHandler } from '#application/orders.js';
import { InspectionsHandler } from '#application/inspections.js';
import { PenaltiesHandler } from '#application/penalties.js';
import { ReportsHandler } from '#application/reports.js';
import { ListingsHandler } from '#application/listings.js';
import { AttachmentIndex, Callers, Clock, DenialLog, DivisionNames, SignIns, TextKeeper } from '#application/ports.js';
import { SubjectsHandler } from '#application/subjects.js';
import { type DayCounts } from '#domain/day-counts.js';
import { PdfPress } from '#documents/pdf-press.js';
import { MachineClients } from '#identity/clients.js';
import { EventStore } from '#event-store/event-store.js';
import { AssessmentCases } from '#read-models/assessment-case-queries.js';
import { CaseFileQueries } from '#read-models/case-file-queries.js';
import { CaseLinkQueries } from '#read-models/case-link-queries.js';
import { CaseSearch } from '#read-models/case-search.js';
import { ReasonSearch } from '#read-models/reason-search.js';
import { Deadlines } from '#read-models/deadline-queries.js';
import { Dossiers } from '#read-models/dossier.js';
import { FilingCases } from '#read-models/filing-case-queries.js';
import { IncidentBoard } from '#read-models/incident-board-queries.js';
import { OrderBoard } from '#read-models/order-board-queries.js';
import { InspectionCases, PenaltyCases } from '#read-models/proceeding-case-queries.js';
import { PublicRegistry } from '#read-models/public-registry-queries.js';
import { ReportCases } from '#read-models/report-case-queries.js';
import { ListingCases } from '#read-models/listing-case-queries.js';
import { ReadModels } from '#read-models/read-models.js';
import { Reconciler } from '#read-models/reconciler.js';
import { Queue } from '#read-models/queue.js';
import { StatusFeed } from '#read-models/status-feed.js';
import { SupervisionFigures } from '#read-models/supervision.js';
import { AccessAudit } from '#vault/access-audit.js';
import { type AccessRecords } from '#vault/access-records.js';
import { Attachments } from '#vault/attachments.js';
import { type Texts } from '#vault/texts.js';
import { Notices } from '#read-models/notice-queries.js';
import { PrintedEvents } from '#read-models/printed-queries.js';
import { DisplayPages } from '#reactions/display-pages.js';
import { GuardedFetch } from '#reactions/guarded-fetch.js';
import { ReadMarks } from '#reactions/read-marks.js';
import { Drafts } from '#office/drafts.js';
import { Notes } from '#office/notes.js';
import { QueueFilters } from '#office/queue-filters.js';
import { Templates } from '#office/templates.js';
import { FilingStatuses } from '#read-models/filing-statuses.js';
import { StatusMirror } from '#read-models/status-mirror.js';
import { WatchLists } from '#reactions/watch-list.js';
import { WebhookDeliveries } from '#reactions/webhook-deliveries.js';
import { WebhookEndpoints } from '#reactions/webhook-endpoints.js';
import {
  AuditedActs,
  AuditedDenials,
  AuditedTexts,
  OrdersAsRead,
  SystemClock,
  TableOfDivisions,
  VaultAttachments,
  VaultTexts,
} from './adapters.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AccountViews } from './accounts/account-views.js';
import { DelegationsController } from './accounts/delegations.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditTrail } from './audit/audit-trail.js';
import { AssessmentReviewController } from './assessments/assessment-review.controller.js';
import { AssessmentsController } from './assessments/assessments.controller.js';
import { AssessmentViews } from './assessments/assessment-views.js';
import { AssignmentsController } from './cases/assignments.controller.js';
import { CaseAccess } from './cases/case-access.js';
import { CasePageViews } from './cases/case-page-views.js';
import { CasesController } from './cases/cases.controller.js';
import { NotesController } from './cases/notes.controller.js';
import { NoteViews } from './cases/note-views.js';
import { AttachmentsController } from './attachments/attachments.controller.js';
import { CalendarController } from './calendar/calendar.controller.js';
import { DeadlinesController } from './deadlines/deadlines.controller.js';
import { DeadlineViews } from './deadlines/deadline-views.js';
import { DisplayChecks, PublicAddress } from './filings/display-checks.js';
import { DisplayChecksController } from './filings/display-checks.controller.js';
import { FilingChangesController } from './filings/filing-changes.controller.js';
import { FilingEndingsController } from './filings/filing-endings.controller.js';
import { FilingReviewController } from './filings/filing-review.controller.js';
import { FilingsController } from './filings/filings.controller.js';
import { FilingViews } from './filings/filing-views.js';
import { Health } from './health/health.js';
import { NoPaces, Paces } from './health/paces.js';
import { HealthController } from './health/health.controller.js';
import { ActRecord } from './http/act-record.js';
import { ConfidentialTexts } from './http/confidential-texts.js';
import { Standpoints } from './http/standpoints.js';
import { OrderComplianceController } from './orders/order-compliance.controller.js';
import { OrderCourseController } from './orders/order-course.controller.js';
import { OrderIssueController } from './orders/order-issue.controller.js';
import { OrdersController } from './orders/orders.controller.js';
import { DelistingViews } from './orders/delisting-views.js';
import { OrderDraftViews } from './orders/order-draft-views.js';
import { OrderViews } from './orders/order-views.js';
import { IncidentsController } from './incidents/incidents.controller.js';
import { IncidentViews } from './incidents/incident-views.js';
import { InspectionActsController } from './inspections/inspection-acts.controller.js';
import { InspectionsController } from './inspections/inspections.controller.js';
import { InspectionViews } from './inspections/inspection-views.js';
import { PenaltiesController } from './penalties/penalties.controller.js';
import { PenaltyDecisionController } from './penalties/penalty-decision.controller.js';
import { PenaltyExecutionController } from './penalties/penalty-execution.controller.js';
import { PenaltyProcedureController } from './penalties/penalty-procedure.controller.js';
import { PenaltyViews } from './penalties/penalty-views.js';
import { IncidentReportsController } from './reports/incident-reports.controller.js';
import { PublicIntake, type PublicIntakeSettings } from './reports/public-intake.js';
import { PublicReportsController } from './reports/public-reports.controller.js';
import { ReportsController } from './reports/reports.controller.js';
import { ReportViews } from './reports/report-views.js';
import { DocumentsController } from './documents/documents.controller.js';
import { DocumentViews } from './documents/document-views.js';
import { StoreActionsController } from './store-actions/store-actions.controller.js';
import { StoreActionViews } from './store-actions/store-action-views.js';
import { WatchReports } from './watch/watch-reports.js';
import { WatchController } from './watch/watch.controller.js';
import { NoticesController } from './notices/notices.controller.js';
import { NoticeViews } from './notices/notice-views.js';
import { ProblemPageController } from './http/problem-page.controller.js';
import { ImportsController } from './imports/imports.controller.js';
import { ReconciliationController } from './reconciliation/reconciliation.controller.js';
import { DownloadsController } from './registry/downloads.controller.js';
import { Editions } from './registry/editions.js';
import { RegistryController } from './registry/registry.controller.js';
import { CaseSearchController } from './regulator/case-search.controller.js';
import { DossierController } from './regulator/dossier.controller.js';
import { DossierViews } from './regulator/dossier-views.js';
import { ReasonViews } from './regulator/reason-views.js';
import { QueueController } from './regulator/queue.controller.js';
import { type QueueFilterDto } from './regulator/queue-filter.dto.js';
import { QueueFiltersController } from './regulator/queue-filters.controller.js';
import { QueueFilterViews } from './regulator/queue-filter-views.js';
import { QueueViews } from './regulator/queue-views.js';
import { StatisticsController } from './regulator/statistics.controller.js';
import { TemplateActs } from './regulator/template-acts.js';
import { TemplatesController } from './regulator/templates.controller.js';
import { TemplateViews } from './regulator/template-views.js';
import { type FollowerSettings, statusFollowing } from './status/following-parts.js';
import { StatusFeedController } from './status/status-feed.controller.js';
import { StatusController } from './status/status.controller.js';
import { StatusShortWay } from './status/status-short-way.js';
import { StatusViews } from './status/status-views.js';
import { SubjectsController } from './subjects/subjects.controller.js';
import { SubjectViews } from './subjects/subject-views.js';
import { ClientActs } from './clients/client-acts.js';
import { ClientsController } from './clients/clients.controller.js';
import { Tokens } from './clients/tokens.js';
import { DraftsController } from './drafts/drafts.controller.js';
import { DraftViews } from './drafts/draft-views.js';
import { WebhookActs } from './webhooks/webhook-acts.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

/** What the module is built on: opened, and later closed, by whoever composes the service. */
export interface Foundations {
  store: EventStore;
  models: ReadModels;
  reconciler: Reconciler;
  callers: AccountCallers;
  texts: Texts;
  attachments: Attachments;
  audit: AccessAudit;
  accesses: AccessRecords;
  signIns: SignIns;
  /** Machines that organisations let sign in. */
  clients: MachineClients;
  /** Who gives the tokens. */
  tokens: Tokens;
  readMarks: ReadMarks;
  notes: Notes;
  templates: Templates;
  queueFilters: QueueFilters<QueueFilterDto>;
  drafts: Drafts;
  /** The register as files. */
  editions: Editions;
  pdfs: PdfPress;
  /** The statuses of all filings in memory, for app stores. */
  statuses: StatusMirror;
  shortWay: StatusShortWay;
  watchLists: WatchLists;
  webhooks: WebhookEndpoints;
  deliveries: WebhookDeliveries;
  /** Asks addresses that outsiders name. */
  fetch: GuardedFetch;
  /** Where clients reach the service, and people the publicity pages. */
  publicUrl: string;
  /** Of the read models that this process writes. */
  paces?: Paces;
  /** As the operator has set them; otherwise ours. */
  dayCounts?: DayCounts;
  /** Whether one approver may order measures for up to 24 hours. */
  provisionalOrders?: boolean;
  /** How much the public may hand in; otherwise as in the configuration's defaults. */
  publicReports?: PublicIntakeSettings;
  /** How many may follow the status feed, and how; otherwise as in the configuration's defaults. */
  followers?: FollowerSettings;
  /** Tests set it; otherwise it is the system's. */
  clock?: Clock;
}

@Module({})
export class ApiModule {
  static on(foundations: Foundations): DynamicModule {
    const {
      store,
      models,
      reconciler,
      callers,
      texts,
      attachments,
      audit,
      accesses,
      signIns,
      dayCounts,
      provisionalOrders = false,
      publicReports = { perHour: 20, backlog: 20_000 },
      followers = { perClient: 20, inAll: 2_000, heartbeatMs: 15_000 },
      clock = new SystemClock(),
      paces = new NoPaces(),
      readMarks,
      notes,
      templates,
      queueFilters,
      drafts,
      editions,
      pdfs,
      statuses,
      shortWay,
      watchLists,
      webhooks,
      deliveries,
      fetch,
      publicUrl,
      clients,
      tokens,
    } = foundations;
    const keeper = new VaultTexts(texts);
    const denials = new AuditedDenials(audit);
    const reportCases = new ReportCases(models);
    const handler = new Handler(store, callers, keeper, denials, clock);
    const board = new OrderBoard(models);
    const plans = new IncidentPlans(handler, new OrdersAsRead(board));
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        SubjectsController,
        AttachmentsController,
        FilingsController,
        FilingReviewController,
        FilingChangesController,
        FilingEndingsController,
        RegistryController,
        ImportsController,
        AccountsController,
        DelegationsController,
        CasesController,
        AssignmentsController,
        NotesController,
        AuditController,
        CalendarController,
        DeadlinesController,
        AssessmentsController,
        AssessmentReviewController,
        OrdersController,
        OrderIssueController,
        OrderComplianceController,
        OrderCourseController,
        PenaltiesController,
        PenaltyProcedureController,
        PenaltyDecisionController,
        PenaltyExecutionController,
        InspectionsController,
        InspectionActsController,
        IncidentsController,
        ReconciliationController,
        PublicReportsController,
        IncidentReportsController,
        ReportsController,
        QueueController,
        QueueFiltersController,
        TemplatesController,
        DossierController,
        CaseSearchController,
        StatisticsController,
        NoticesController,
        DocumentsController,
        StatusFeedController,
        StatusController,
        StoreActionsController,
        WatchController,
        HealthController,
        ProblemPageController,
        WebhooksController,
        DraftsController,
        DisplayChecksController,
        ClientsController,
        DownloadsController,
      ],
      providers: [
        { provide: EventStore, useValue: store },
        { provide: ReadModels, useValue: models },
        { provide: Reconciler, useValue: reconciler },
        { provide: PublicRegistry, useValue: new PublicRegistry(models) },
        { provide: Deadlines, useValue: new Deadlines(models) },
        { provide: FilingCases, useValue: new FilingCases(models) },
        { provide: Handler, useValue: handler },
        { provide: Calendars, useValue: new Calendars(store, dayCounts) },
        { provide: Numbers, useValue: new Numbers(handler) },
        { provide: Clock, useValue: clock },
        { provide: TextKeeper, useValue: keeper },
        { provide: DenialLog, useValue: denials },
        { provide: AttachmentIndex, useValue: new VaultAttachments(attachments) },
        { provide: DivisionNames, useValue: new TableOfDivisions() },
        { provide: ConfidentialTexts, useValue: new AuditedTexts(texts, audit) },
        { provide: Attachments, useValue: attachments },
        { provide: SignIns, useValue: signIns },
        { provide: OfficersOfAgency, useValue: new OfficersOfAgency(callers) },
        { provide: CaseMatters, useValue: new CaseMatters(handler) },
        { provide: CaseFileQueries, useValue: new CaseFileQueries(models) },
        { provide: OrderBoard, useValue: board },
        { provide: OrderSettings, useValue: new OrderSettings(provisionalOrders) },
        { provide: AuditTrail, useValue: new AuditTrail(store, accesses) },
        { provide: AssessmentCases, useValue: new AssessmentCases(models) },
        { provide: PenaltyCases, useValue: new PenaltyCases(models) },
        { provide: InspectionCases, useValue: new InspectionCases(models) },
        { provide: IncidentBoard, useValue: new IncidentBoard(models) },
        { provide: IncidentPlans, useValue: plans },
        { provide: IncidentOrders, useValue: new IncidentOrders(handler, plans, clock) },
        { provide: ReportCases, useValue: reportCases },
        { provide: PublicIntake, useValue: new PublicIntake(reportCases, publicReports) },
        { provide: Notices, useValue: new Notices(models) },
        { provide: PrintedEvents, useValue: new PrintedEvents(models) },
        { provide: ReadMarks, useValue: readMarks },
        { provide: Notes, useValue: notes },
        { provide: Templates, useValue: templates },
        { provide: QueueFilters, useValue: queueFilters },
        { provide: Editions, useValue: editions },
        QueueFilterViews,
        TemplateViews,
        TemplateActs,
        { provide: Callers, useValue: callers },
        { provide: ActRecord, useValue: new AuditedActs(audit) },
        CaseAccess,
        CasePageViews,
        { provide: CaseLinkQueries, useValue: new CaseLinkQueries(models) },
        NoteViews,
        AssessmentsHandler,
        AssessmentViews,
        AccountsHandler,
        AgenciesHandler,
        CaseFilesHandler,
        AccountViews,
        SubjectsHandler,
        FilingsHandler,
        CalendarsHandler,
        FilingViews,
        DeadlineViews,
        OrdersHandler,
        OrderDraftViews,
        OrderViews,
        DelistingViews,
        { provide: FilingStatuses, useValue: new FilingStatuses(models) },
        PenaltiesHandler,
        PenaltyViews,
        InspectionsHandler,
        InspectionViews,
        IncidentsHandler,
        IncidentViews,
        ReportsHandler,
        ReportViews,
        NoticeViews,
        DocumentViews,
        { provide: PdfPress, useValue: pdfs },
        SubjectViews,
        Standpoints,
        { provide: Queue, useValue: new Queue(models) },
        QueueViews,
        { provide: Dossiers, useValue: new Dossiers(models, store) },
        DossierViews,
        { provide: CaseSearch, useValue: new CaseSearch(models) },
        { provide: ReasonSearch, useValue: new ReasonSearch(models) },
        ReasonViews,
        { provide: SupervisionFigures, useValue: new SupervisionFigures(models) },
        { provide: StatusMirror, useValue: statuses },
        { provide: StatusShortWay, useValue: shortWay },
        StatusViews,
        { provide: Paces, useValue: paces },
        ...statusFollowing(models, callers, followers),
        Health,
        { provide: ListingCases, useValue: new ListingCases(models) },
        ListingsHandler,
        StoreActionViews,
        { provide: WatchLists, useValue: watchLists },
        WatchReports,
        { provide: StatusFeed, useValue: new StatusFeed(models) },
        { provide: WebhookEndpoints, useValue: webhooks },
        { provide: WebhookDeliveries, useValue: deliveries },
        { provide: GuardedFetch, useValue: fetch },
        { provide: AccessAudit, useValue: audit },
        WebhookActs,
        { provide: Drafts, useValue: drafts },
        DraftViews,
        { provide: DisplayPages, useValue: new DisplayPages(fetch) },
        { provide: PublicAddress, useValue: new PublicAddress(publicUrl) },
        DisplayChecks,
        { provide: MachineClients, useValue: clients },
        { provide: Tokens, useValue: tokens },
        ClientActs,
      ],
    };
  }
}
