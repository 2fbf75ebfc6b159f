using WalletKit.Stores;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Tests.Rules;

/// <summary>
/// The documented order: malformed, key, exists, expected version, closed, frozen, ended or reversed, currency and its decimals, funds or range. A host that
/// gets a refusal may rely on all the checks before it having passed, in every store and every release.
/// </summary>
public sealed class OrderOfChecksTests
{
    public static TheoryData<string, string> Alone =>
        [.. Violation.Ordered.SelectMany(violation => violation.Commands.Select(command => new TheoryDataRow<string, string>(command, violation.Name)))];

    public static TheoryData<string, string, string> Pairs => [.. Scene.Commands.SelectMany(command =>
    {
        Violation[] possible = [.. Violation.Ordered.Where(violation => violation.Commands.Contains(command))];
        return possible.SelectMany((earlier, i) => possible[(i + 1)..]
            .Where(earlier.CanCoOccur)
            .Select(later => new TheoryDataRow<string, string, string>(command, earlier.Name, later.Name)));
    })];

    [Fact]
    public void Every_command_that_hosts_give_has_its_place_in_the_table()
    {
        var types = typeof(KeyedCommand).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(KeyedCommand)) && !type.IsAbstract);

        Assert.Equal(types.Order(Comparer<Type>.Create((one, other) => string.CompareOrdinal(one.Name, other.Name))), Scene.Commands
            .Select(command => new Scene(command).Command.GetType())
            .Distinct()
            .Order(Comparer<Type>.Create((one, other) => string.CompareOrdinal(one.Name, other.Name))));
    }

    [Theory]
    [MemberData(nameof(Alone))]
    public void Each_rule_broken_alone_is_refused_by_its_own_code(string command, string name)
    {
        var scene = new Scene(command);
        Assert.Null(scene.Decide().Result.Refusal);

        Violation.Named(name).Break(scene);

        AssertRefused(Violation.Named(name), scene);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_earlier_of_two_broken_rules_refuses(string command, string earlier, string later)
    {
        var scene = new Scene(command);
        Violation.Named(later).Break(scene);
        Violation.Named(earlier).Break(scene);

        AssertRefused(Violation.Named(earlier), scene);
    }

    [Theory]
    [MemberData(nameof(Alone))]
    public void A_replay_is_answered_before_any_rule_but_the_form_is_asked(string command, string name)
    {
        var violation = Violation.Named(name);
        var scene = new Scene(command) { IsReplay = true };
        violation.Break(scene);

        if (violation.IsBeforeTheKey)
        {
            AssertRefused(violation, scene);
        }
        else if (violation.Code != "idempotency_conflict")
        {
            var decision = scene.Decide();
            Assert.True(decision.Result.Replayed);
            Assert.Null(decision.Result.Refusal);
            Assert.Null(decision.Changes);
        }
    }

    [Fact]
    public void An_opening_is_malformed_before_its_currency_is_another()
    {
        var wallet = Given.Wallet();

        Assert.Equal("currency_mismatch", Given.Decide(new OpenWallet(Given.Id, "owner", Currency.FromIso("EUR")), wallet).Result.Refusal?.Code);
        Assert.Equal("invalid_input", Given.Decide(new OpenWallet(Given.Id, "owner", Currency.FromIso("EUR"), ""), wallet).Result.Refusal?.Code);
    }

    private static void AssertRefused(Violation violation, Scene scene)
    {
        var decision = scene.Decide();

        Assert.Equal(violation.Code, decision.Result.Refusal?.Code);
        Assert.Contains(violation.About, decision.Result.Refusal!.Message, StringComparison.Ordinal);
        Assert.Null(decision.Changes);
    }
}
