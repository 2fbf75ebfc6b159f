namespace WalletKit.Samples.Tests.Operations;

public sealed class OperationsPageTests
{
    [Fact]
    public void Each_example_of_the_operations_page_is_code_that_these_tests_run_and_the_other_way_round() =>
        new ExamplePage("operations.md", "tests/WalletKit.Samples.Tests/Operations").AssertShowsTheCode();
}
