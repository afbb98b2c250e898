/// How long and how much is kept; zeros are no limit.
package struct RetentionSettings: Sendable, Hashable {
    package var timeMilliseconds: Int64 = 0
    package var sizeBytes: Int64 = 0
    package var percentage = 0.0

    package init() {}
}
