namespace WalletKit.Samples.Tests.RebatesPage;

public sealed class RebatesPageTests
{
    [Fact]
    public void Each_example_of_the_rebates_page_is_code_that_these_tests_run_and_the_other_way_round() =>
        new ExamplePage("rebates.md", "tests/WalletKit.Samples.Tests/RebatesPage").AssertShowsTheCode();
}
