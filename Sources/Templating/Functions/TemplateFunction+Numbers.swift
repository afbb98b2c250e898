internal import PrometheusModel

extension TemplateFunction {
    /// Upstream's functions on numbers and times.
    static let numbers: [String: TemplateFunction] = [
        "humanize": number { value throws(TemplateFunctionError) in .string(Humanizing.decimal(value)) },
        "humanize1024": number { value throws(TemplateFunctionError) in .string(Humanizing.binary(value)) },
        "humanizeDuration": number { value throws(TemplateFunctionError) in .string(Humanizing.duration(value)) },
        "humanizePercentage": number { value throws(TemplateFunctionError) in
            .string(GoFloat.short(value * 100) + "%")
        },
        "humanizeTimestamp": number { value throws(TemplateFunctionError) in
            guard value.isFinite else { return .string(GoFloat.short(value)) }
            return .string(try time(value).description)
        },
        "toTime": number { value throws(TemplateFunctionError) in
            guard value.isFinite else { throw TemplateFunctionError("value is NaN or Inf") }
            return .time(try time(value))
        },
        "toDuration": number { value throws(TemplateFunctionError) in
            guard value.isFinite else { throw TemplateFunctionError("value is NaN or Inf") }
            let nanoseconds = (value * 1e9).rounded(.towardZero)
            guard let exact = Int64(exactly: nanoseconds) else {
                throw TemplateFunctionError(
                    "\(FloatText.generalString(value)) cannot be represented as a nanoseconds duration since it "
                        + "overflows int64"
                )
            }
            return .duration(exact)
        },
        "now": TemplateFunction(
            [],
            .plain { _, environment throws(TemplateFunctionError) in
                .float(Double(environment.nowMilliseconds) / 1000)
            }
        ),
        "parseDuration": TemplateFunction(
            [.string],
            .plain { values, _ throws(TemplateFunctionError) in
                .float(Double(try milliseconds(values[0].text ?? "")) / 1000)
            }
        ),
        "parseDurationTime": TemplateFunction(
            [.string],
            .plain { values, _ throws(TemplateFunctionError) in
                .duration(try milliseconds(values[0].text ?? "") * 1_000_000)
            }
        ),
    ]

    private static func number(
        _ body: @escaping @Sendable (Double) throws(TemplateFunctionError) -> TemplateValue
    ) -> TemplateFunction {
        TemplateFunction([.any], .plain { values, _ throws(TemplateFunctionError) in try body(float(values[0])) })
    }

    private static func float(_ value: TemplateValue) throws(TemplateFunctionError) -> Double {
        switch value {
        case .float(let number): return number
        case .integer(let number, .int), .integer(let number, .int64): return Double(number)
        case .duration(let nanoseconds): return Double(nanoseconds) / 1e9
        case .string(let text):
            do throws(FloatTextError) {
                return try FloatText.parse(text)
            } catch {
                throw TemplateFunctionError(error.description)
            }
        default: throw TemplateFunctionError("can't convert \(value.typeName) to float")
        }
    }

    /// So many seconds since the Unix epoch, in whole milliseconds.
    private static func time(_ seconds: Double) throws(TemplateFunctionError) -> TemplateTime {
        guard let nanoseconds = Int64(exactly: (seconds * 1e9).rounded(.towardZero)) else {
            throw TemplateFunctionError(
                "\(FloatText.generalString(seconds)) cannot be represented as a nanoseconds timestamp since it "
                    + "overflows int64"
            )
        }
        return TemplateTime(nanoseconds: nanoseconds / 1_000_000 * 1_000_000)
    }

    private static func milliseconds(_ text: String) throws(TemplateFunctionError) -> Int64 {
        let isNegative = text.hasPrefix("-")
        do throws(DurationTextError) {
            let value = try DurationText.parse(isNegative ? String(text.dropFirst()) : text)
            return isNegative ? -value : value
        } catch {
            throw TemplateFunctionError(error.description)
        }
    }
}
