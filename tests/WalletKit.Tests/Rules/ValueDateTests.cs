using WalletKit.Rules;

namespace WalletKit.Tests.Rules;

/// <summary>The value date, the actor, and the counter-account of a command.</summary>
public sealed class ValueDateTests
{
    private static readonly DateTimeOffset Yesterday = Given.Now.AddDays(-1);

    [Fact]
    public void A_value_date_may_be_the_present_and_is_refused_after_it()
    {
        var present = new Deposit(Given.Id, 1m) { EffectiveAt = Given.Now };
        Assert.Equal(Given.Now, Given.Decide(present, Given.Wallet(0)).Result.Transaction!.EffectiveAt);

        var later = Given.Decide(present with { EffectiveAt = Given.Now.AddMicroseconds(1) }, Given.Wallet(0));
        Assert.Equal("effectiveAt", Assert.IsType<InvalidInputException>(later.Result.Refusal).Field);
    }

    [Fact]
    public void A_value_date_is_kept_to_the_microsecond() =>
        Assert.Equal(Yesterday, new Withdraw(Given.Id, 1m) { EffectiveAt = Yesterday.AddTicks(9) }.EffectiveAt);

    [Fact]
    public void A_state_and_a_hold_have_a_value_date_and_an_actor()
    {
        var frozen = Given.Decide(new FreezeWallet(Given.Id) { EffectiveAt = Yesterday, Actor = "risk" }, Given.Wallet(0)).Changes!.Value.Entries.First!;
        var placed = Given.Decide(new PlaceHold(Given.Id, 1m) { EffectiveAt = Yesterday, Actor = "shop" }, Given.Wallet(500)).Changes!.Value.Entries.First!;

        Assert.Equal(("risk", Yesterday, "risk", Yesterday), (frozen.Actor, frozen.EffectiveAt, frozen.Event!.Actor, frozen.Event.EffectiveAt));
        Assert.Equal(("shop", Yesterday), (placed.Actor, placed.EffectiveAt));
    }

    [Fact]
    public void A_deposit_and_a_withdrawal_name_an_account_and_otherwise_the_external_account()
    {
        Assert.Equal("bank", Given.Decide(new Deposit(Given.Id, 1m) { Account = "bank" }, Given.Wallet(0)).Result.Transaction!.Account);
        Assert.Equal(CounterAccount.External, Given.Decide(new Withdraw(Given.Id, 1m), Given.Wallet(500)).Result.Transaction!.Account);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bank")]
    [InlineData("a b")]
    [InlineData("\u00e9")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void An_account_that_breaks_the_rule_for_names_is_refused(string account)
    {
        Assert.False(CounterAccount.IsName(account));
        Assert.Equal("account", Assert.IsType<InvalidInputException>(new Deposit(Given.Id, 1m) { Account = account }.CheckForm()).Field);
        Assert.Equal("account", Assert.IsType<InvalidInputException>(new Withdraw(Given.Id, 1m) { Account = account }.CheckForm()).Field);
        Assert.Equal("account", Assert.IsType<InvalidInputException>(new CaptureHold(new HoldId(Given.Id, 1)) { Account = account }.CheckForm()).Field);
    }

    [Fact]
    public void An_actor_that_is_too_long_is_refused_by_every_kind_of_command()
    {
        var actor = new string('a', WalletCommand.MaxActorLength + 1);
        WalletCommand[] commands =
        [
            new OpenWallet(Given.Id, "owner", Currency.FromIso("USD")) { Actor = actor }, new Deposit(Given.Id, 1m) { Actor = actor },
            new ExpireHolds(Given.Id) { Actor = actor }, new FreezeWallet(Given.Id) { Actor = actor }, new RequeueRebate(new TransactionId(Given.Id, 2)) { Actor = actor },
        ];

        Assert.All(commands, command => Assert.Equal("actor", Assert.IsType<InvalidInputException>(command.CheckForm()).Field));
    }

    [Fact]
    public void The_payee_of_an_owner_learns_the_value_date_and_not_the_actor()
    {
        var transfer = new Transfer(Given.Id, Given.OtherId, 1m)
        {
            Actor = "payer",
            EffectiveAt = Yesterday,
            OwnerTerms = new OwnerTransferTerms { PayeeKeeps = PayeeTexts.Reference },
        };
        var state = new CommandState(Given.Wallet(balance: 500)) { Counterpart = Given.Other() };

        var transactions = WalletKit.Commands.WalletRules.Decide(transfer, state, Given.Now).Result.Transactions;

        Assert.Equal(("payer", Yesterday), (transactions[0].Actor, transactions[0].EffectiveAt));
        Assert.Equal((null, Yesterday), (transactions[1].Actor, transactions[1].EffectiveAt));
        Assert.Null(transactions[0].Account);
    }
}
