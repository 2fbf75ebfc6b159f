using System.Reflection;
using WalletKit.Commands;
using WalletKit.Stores;
using WalletKit.Testing.Conformance;
using WalletKit.Testing.Model.Steps;
using WalletKit.Testing.Tests.Stores;
using Xunit.Sdk;

namespace WalletKit.Testing.Tests.Conformance;

/// <summary>The search for checks, their names, and their runs.</summary>
public sealed class ConformanceCheckTests
{
    [Fact]
    public void No_two_checks_have_the_same_name()
    {
        Assert.NotEmpty(WalletStoreConformance.Checks);
        Assert.Distinct(WalletStoreConformance.Checks.Select(check => check.ToString()));
    }

    [Fact]
    public void The_names_are_words_with_the_arguments_behind()
    {
        var names = WalletStoreConformance.Checks.Select(check => check.ToString()).ToList();

        Assert.Contains("Money: The whole balance can be withdrawn and no more", names);
        Assert.Contains("Hold expiry: Wallets with expired holds are listed by what expired first (limit: 2, expected: c a)", names);
        Assert.Contains("Closing: Any first call opens the store (call: read the latest)", names);
        Assert.Contains("Hold: A capture takes money out and releases the rest unless it is kept open (amount: none, keepOpen: no, status: Captured, captured: 40, held: 0)", names);
    }

    [Fact]
    public void Every_method_that_looks_like_a_check_is_a_check_and_is_listed()
    {
        // A method without its attribute, or a method in a class that is not a part, would never run, and its absence would not be noticed.
        var parts = typeof(StoreChecks).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(StoreChecks))).ToList();
        var looking = parts.SelectMany(part => part.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)).ToList();
        var marked = typeof(StoreChecks).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(CheckAttribute)) || method.IsDefined(typeof(CaseAttribute)) || method.IsDefined(typeof(CasesAttribute))).ToList();

        Assert.NotEmpty(marked);
        Assert.Equal(Names(looking), Names(marked));
        Assert.All(marked, method => Assert.Contains(
            WalletStoreConformance.Checks, check => check.Part == Wording.OfPart(method.DeclaringType!) && check.Promise.StartsWith(Wording.OfPromise(method, []), StringComparison.Ordinal)));

        static IEnumerable<string> Names(IEnumerable<MethodInfo> methods) => methods.Select(method => $"{method.DeclaringType!.Name}.{method.Name}").Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_check_has_a_store_of_its_own_and_leaves_none_open(bool breaks)
    {
        var subject = new WatchedSubject { Breaks = breaks };

        var failure = await Record.ExceptionAsync(() => Check().RunAsync(() => subject, cancellationToken: Token));

        Assert.Equal(breaks, failure is XunitException);
        Assert.Equal((1, true, true), (subject.Stores.Count, subject.Stores[0].IsClosed, subject.IsDisposed));
    }

    [Fact]
    public async Task A_failure_at_closing_does_not_hide_an_earlier_failure()
    {
        var subject = new WatchedSubject { Breaks = true, FailsToDispose = true };
        var log = new List<string>();

        await Assert.ThrowsAnyAsync<XunitException>(() => Check().RunAsync(() => subject, log.Add, Token));

        Assert.Contains(log, line => line.Contains("cannot be cleared away", StringComparison.Ordinal));
        subject = new WatchedSubject { FailsToDispose = true };
        await Assert.ThrowsAsync<IOException>(() => Check().RunAsync(() => subject, log.Add, Token));
    }

    [Fact]
    public async Task A_check_for_durable_stores_is_not_run_on_another()
    {
        var subject = new WatchedSubject();
        var durable = WalletStoreConformance.Checks.Where(check => check.NeedsDurability).ToList();

        await Assert.ThrowsAsync<ArgumentException>(() => durable[0].RunAsync(() => subject, cancellationToken: Token));

        Assert.All(durable, check => Assert.False(check.AppliesTo(subject)));
        Assert.All(durable, check => Assert.Contains(check.Part, (string[])["Durability", "Hash chain durability", "Hold durability", "Transfer durability"]));
        Assert.All(WalletStoreConformance.Checks.Except(durable), check => Assert.True(check.AppliesTo(subject)));
        Assert.Equal((0, true), (subject.Stores.Count, subject.IsDisposed));
    }

    [Fact]
    public async Task A_check_of_a_feature_is_not_run_on_a_store_that_does_not_declare_it()
    {
        var subject = new WatchedSubject { Says = StoreFeatures.Books };
        var check = WalletStoreConformance.Checks.First(check => check.Needs == StoreFeatures.Rebates);

        Assert.Equal("Only stores that declare Rebates promise this.", check.FindExemption(subject));
        await Assert.ThrowsAsync<ArgumentException>(() => check.RunAsync(() => subject, cancellationToken: Token));
        Assert.Equal((0, true), (subject.Stores.Count, subject.IsDisposed));
    }

    [Fact]
    public async Task A_store_that_declares_other_features_than_its_subject_fails()
    {
        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => Check().RunAsync(() => new WatchedSubject { Says = StoreFeatures.None }, cancellationToken: Token));

        Assert.Contains("the store declares Rebates, Books, Erasure, Totals, KeyRetention, and its subject says None", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_is_given_up_when_its_caller_cancels()
    {
        var subject = new WatchedSubject();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Check().RunAsync(() => subject, cancellationToken: new CancellationToken(true)));

        Assert.True(subject.IsDisposed);
    }

    [Fact]
    public async Task A_check_that_draws_lots_says_how_to_draw_the_same_again()
    {
        var log = new List<string>();

        await Check("Random batch", "A long run of random batches").RunAsync(() => new InMemorySubject(), log.Add, Token);

        Assert.Matches("^Seed [0-9]+$", Assert.Single(log));
    }

    private static ConformanceCheck Check(string part = "Hold", string promise = "A hold lowers what is available and not the balance") =>
        Assert.Single(WalletStoreConformance.Checks, check => check.Part == part && check.Promise.StartsWith(promise, StringComparison.Ordinal));

    private sealed class WatchedSubject : WalletStoreSubject
    {
        public bool Breaks { get; init; }

        public bool FailsToDispose { get; init; }

        public List<WatchedStore> Stores { get; } = [];

        public bool IsDisposed { get; private set; }

        public StoreFeatures Says { get; init; } = StoreFeatures.Rebates | StoreFeatures.Books | StoreFeatures.Erasure | StoreFeatures.Totals | StoreFeatures.KeyRetention;

        public override StoreFeatures Features => Says;

        public override bool IsDurable => false;

        public override IWalletStore CreateStore(TimeProvider timeProvider)
        {
            Stores.Add(new WatchedStore(Breaks ? BrokenStores.All["is off by one in a balance"].Create(timeProvider) : new InMemoryWalletStore(timeProvider)));
            return Stores[^1];
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            IsDisposed = true;
            if (FailsToDispose)
            {
                throw new IOException("The place cannot be cleared away.");
            }
        }
    }

    private sealed class WatchedStore(IWalletStore inner) : ForwardingWalletStore(inner)
    {
        public bool IsClosed { get; private set; }

        public override ValueTask DisposeAsync()
        {
            IsClosed = true;
            return base.DisposeAsync();
        }
    }
}
