namespace WalletKit.Samples.Tests.TamperEvidence;

public sealed class TamperEvidencePageTests
{
    [Fact]
    public void Each_example_of_the_page_on_tamper_evidence_is_code_that_these_tests_run_and_the_other_way_round() =>
        new ExamplePage("tamper-evidence.md", "tests/WalletKit.Samples.Tests/TamperEvidence").AssertShowsTheCode();
}
