namespace WalletKit.Samples.Tests.CustomStore;

public sealed class WritingAStorePageTests
{
    [Fact]
    public void Each_example_of_the_page_on_stores_is_code_that_these_tests_run_and_the_other_way_round() =>
        new ExamplePage("writing-a-store.md", "samples/WalletKit.Samples.CustomStore", "tests/WalletKit.Samples.Tests/CustomStore").AssertShowsTheCode();
}
