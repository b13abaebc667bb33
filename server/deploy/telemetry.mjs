import { IncomingMessage, ServerResponse } from 'node:http';
import { register } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import {
  detectResources,
  resourceAttributesEnvDetector,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

// Traces of the server, loaded by `node --import`: docs/operating.md says how. The server knows nothing of it.

// Sees modules that are imported after it.
register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

const exporter = new OTLPTraceExporter();
const delay = Number(process.env.OTEL_BSP_SCHEDULE_DELAY ?? 5_000);
const tracerProvider = new TracerProvider({
  resource: detectResources({ detectors: [serviceNameEnvDetector, resourceAttributesEnvDetector] }),
  spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: delay })],
});
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(tracerProvider);

registerInstrumentations({
  tracerProvider,
  instrumentations: [
    new HttpInstrumentation({
      requestHook(span, request) {
        if (!(request instanceof IncomingMessage)) return;
        // Paths may hold tokens.
        span.setAttributes({ 'url.path': '', 'url.query': '' });
      },
      applyCustomAttributesOnSpan(span, request, response) {
        if (!(request instanceof IncomingMessage && response instanceof ServerResponse)) return;
        // Express puts it there.
        const route = Reflect.get(request, 'route')?.path;
        if (route !== undefined) span.setAttribute('http.route', String(route));
        span.setAttribute('bandmate.request_id', String(response.getHeader('x-request-id') ?? ''));
      },
    }),
    new PgInstrumentation({ requireParentSpan: true }),
  ],
});
