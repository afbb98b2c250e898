/// How a search finds what does not contain the text that is searched for.
enum FuzzyAlgorithm: String, CaseIterable {
    case subsequence
    case jaroWinkler = "jarowinkler"
}
