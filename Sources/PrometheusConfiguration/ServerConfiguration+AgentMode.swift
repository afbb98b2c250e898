extension ServerConfiguration {
    /// What an agent refuses of the configuration; `nil` if it takes it.
    package var agentModeProblem: String? {
        let hasAlerting = !alerting.alertmanagers.isEmpty || !alerting.alertRelabelRules.isEmpty
        if hasAlerting { return "field alerting is not allowed in agent mode" }
        if !ruleFilePatterns.isEmpty { return "field rule_files is not allowed in agent mode" }
        if !remoteReads.isEmpty { return "field remote_read is not allowed in agent mode" }
        return nil
    }
}
