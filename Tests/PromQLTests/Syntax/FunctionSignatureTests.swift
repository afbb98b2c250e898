import PromQL
import Testing

@Suite struct FunctionSignatureTests {
    @Test(arguments: [("round", 1, 2), ("hour", 0, 1), ("rate", 1, 1), ("pi", 0, 0), ("histogram_quantiles", 3, 12)])
    func `knows how many arguments a function takes`(name: String, minimum: Int, maximum: Int) throws {
        let signature = try #require(FunctionSignature.all[name])
        #expect(signature.minimumCount == minimum)
        #expect(signature.maximumCount == maximum)
    }

    @Test func `a function of any number of labels has no maximum`() throws {
        let signature = try #require(FunctionSignature.all["label_join"])
        #expect(signature.minimumCount == 3)
        #expect(signature.maximumCount == nil)
        #expect(signature.argumentType(at: 9) == .string)
    }
}
