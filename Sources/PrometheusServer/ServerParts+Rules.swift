import Logging
import PromQL
import PrometheusClient
import PrometheusConfiguration
import RemoteStorage
import Rules

extension ServerParts {
    /// What rules work with: the engine and the storage of this server.
    static func ruleContext(
        _ options: ServerOptions,
        _ engine: QueryEngine,
        _ database: LateDatabase,
        _ storage: FanoutStorage,
        _ registry: Registry,
        _ logger: Logger,
        send: @escaping @Sendable ([RuleAlert]) -> Void
    ) throws(RegistrationError) -> RuleContext {
        var context = RuleContext(
            query: { query throws(PromQLError) in
                var pending = engine.pending(query.expression, at: query.time, options: query.options, on: storage)
                // Most rules are evaluated in less time than another thread needs to wake up.
                if let result = try pending.immediateResult() { return result.value }
                return try await pending.result().value
            },
            queryable: database,
            store: database,
            send: send,
            externalURL: options.web.externalURL.text,
            metrics: try RuleMetrics(registry),
            logger: logger.component("rule manager")
        )
        context.parser = options.engine.parser
        if options.features.isEnabled("concurrent-rule-eval") {
            context.slots = EvaluationSlots(max(1, options.flags.integer("rules.max-concurrent-evals")))
        }
        let flags = options.flags
        context.limits.resendDelayMilliseconds = flags.milliseconds("rules.alert.resend-delay") ?? 60_000
        context.limits.outageToleranceMilliseconds =
            flags.milliseconds("rules.alert.for-outage-tolerance") ?? 3_600_000
        context.limits.gracePeriodMilliseconds = flags.milliseconds("rules.alert.for-grace-period") ?? 600_000
        return context
    }

    /// Runs rule files over the stored history, with the settings of the configuration that holds.
    var backtest: @Sendable (String, ClosedRange<Int64>) async throws(RuleFileError) -> BacktestReport {
        let (options, loaded, engine, storage) = (options, loaded, engine, storage)
        return { text, window throws(RuleFileError) in
            let settings = options.ruleSettings(loaded.configuration ?? ServerConfiguration())
            let groups = try RuleFiles.decode(text, file: "backtest", settings: settings)
            let url = options.web.externalURL.text
            return await Backtest(over: window, of: storage, engine, settings, externalURL: url).run(groups)
        }
    }

    /// How the rules take a new configuration.
    static func ruleStep(_ rules: RuleCoordinator, _ options: ServerOptions) -> ConfigurationStep {
        ConfigurationStep("rules") { configuration in
            let prepared = try rules.prepare(options.ruleSettings(configuration))
            return { await rules.apply(prepared) }
        }
    }
}
