using WalletKit.AspNetCore.Problems;

namespace WalletKit.AspNetCore.Tests;

public sealed class RefusalKindTests
{
    public static TheoryData<RefusalKind> Kinds => [.. Enum.GetValues<RefusalKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_refusal_has_a_status(RefusalKind kind) => Assert.InRange(ProblemMapping.StatusOf(kind), 400, 599);

    [Fact]
    public void A_kind_that_is_not_known_is_no_mistake_of_the_caller() => Assert.Throws<ArgumentOutOfRangeException>(() => ProblemMapping.StatusOf(0));
}
