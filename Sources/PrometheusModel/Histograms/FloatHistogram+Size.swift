extension FloatHistogram {
    /// Upstream's size in bytes, by which limits count histograms.
    package var sizeBytes: Int {
        let spans = layout.positiveSpans.count + layout.negativeSpans.count
        let counts = positiveBuckets.count + negativeBuckets.count + layout.customBounds.count
        return 168 + 8 * (spans + counts)
    }

    /// How many samples of floats it counts for.
    package var sampleWeight: Int { (sizeBytes + 8) / 16 }
}
