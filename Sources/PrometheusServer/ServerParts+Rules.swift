import Logging
import PromQL
import PrometheusClient
import Rules

extension ServerParts {
    /// What rules work with: the engine and the storage of this server.
    static func ruleContext(
        _ options: ServerOptions,
        _ engine: QueryEngine,
        _ database: LateDatabase,
        _ registry: Registry,
        _ logger: Logger,
        send: @escaping @Sendable ([RuleAlert]) -> Void
    ) throws(RegistrationError) -> RuleContext {
        var context = RuleContext(
            query: { expression, time throws(PromQLError) in
                try await engine.instant(expression, at: time, on: database).value
            },
            queryable: database,
            store: database,
            send: send,
            externalURL: options.web.externalURL.text,
            metrics: try RuleMetrics(registry),
            logger: logger.component("rule manager")
        )
        context.parser = options.engine.parser
        let flags = options.flags
        context.limits.resendDelayMilliseconds = flags.milliseconds("rules.alert.resend-delay") ?? 60_000
        context.limits.outageToleranceMilliseconds =
            flags.milliseconds("rules.alert.for-outage-tolerance") ?? 3_600_000
        context.limits.gracePeriodMilliseconds = flags.milliseconds("rules.alert.for-grace-period") ?? 600_000
        return context
    }

    /// How the rules take a new configuration.
    static func ruleStep(_ rules: RuleCoordinator, _ options: ServerOptions) -> ConfigurationStep {
        ConfigurationStep("rules") { configuration in
            let prepared = try rules.prepare(options.ruleSettings(configuration))
            return { await rules.apply(prepared) }
        }
    }
}
