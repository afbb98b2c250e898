internal import Discovery
internal import HTTPClients
internal import LabelMatching
internal import PrometheusModel
internal import StrictYAML

extension ConfigurationDecoder {
    /// Decodes `alerting`.
    func decodeAlerting(_ fields: YAMLFields, scheme: NameValidation) -> AlertingSettings {
        var alerting = AlertingSettings()
        alerting.alertRelabelRules = decodeRelabelRules(
            fields,
            "alert_relabel_configs",
            scheme: scheme,
            nullReason: "empty or null alert relabeling rule"
        )
        let key = "alertmanagers"
        for (index, element) in (fields.elements(key, type: "config.AlertmanagerConfigs") ?? []).enumerated() {
            let path = fields.path(key, index)
            guard !element.isNull else {
                // Upstream crashes on it.
                problems.reject("empty or null alertmanager config section", at: element, field: path)
                continue
            }
            guard
                let inner = YAMLFields(element, type: "config.AlertmanagerConfig", path: path, problems: problems)
            else { continue }
            alerting.alertmanagers.append(decodeAlertmanager(inner, scheme: scheme))
        }
        fields.finish()
        return alerting
    }

    private func decodeAlertmanager(_ fields: YAMLFields, scheme: NameValidation) -> AlertmanagerSettings {
        var settings = AlertmanagerSettings()
        settings.scheme = fields.string("scheme") ?? "http"
        settings.pathPrefix = fields.string("path_prefix") ?? ""
        settings.timeoutMilliseconds = fields.duration("timeout") ?? 10_000
        if let version = fields.string("api_version") {
            settings.apiVersion = version
            if version != "v2" {
                fields.reject(
                    "expected Alertmanager api version to be one of [v2] but got \(version)",
                    "api_version"
                )
            }
        }
        settings.discovery = DiscoverySettings.decode(fields, base: base)
        settings.http = HTTPClientSettings(decoding: fields, base: base)
        if let sigv4 = fields.fields("sigv4", type: "sigv4.plain") {
            settings.sigv4 = SigV4Settings(decoding: sigv4)
            if settings.http.basicAuth != nil || settings.http.authorization != nil || settings.http.oauth2 != nil {
                fields.reject(
                    "at most one of basic_auth, authorization, oauth2, & sigv4 must be configured",
                    "sigv4"
                )
            }
        }
        settings.relabelRules = decodeRelabelRules(
            fields,
            "relabel_configs",
            scheme: scheme,
            nullReason: "empty or null Alertmanager target relabeling rule"
        )
        settings.alertRelabelRules = decodeRelabelRules(
            fields,
            "alert_relabel_configs",
            scheme: scheme,
            nullReason: "empty or null Alertmanager alert relabeling rule"
        )
        fields.finish()
        if fields.isSound, settings.relabelRules.isEmpty,
            let address = DiscoverySettings.firstMalformedAddress(in: settings.discovery)
        {
            fields.reject("\(address.quoted) is not a valid hostname", "static_configs")
        }
        warn(about: settings.discovery)
        return settings
    }
}
