/// A body cannot be sent to its end.
package struct BrokenFeedError: Error, Hashable {
    package init() {}
}
