using WalletKit.Stores;
using WalletKit.Testing.Histories;

namespace WalletKit.Testing.Tests.Histories;

public class HistoryCheckerTests
{
    private static WalletId A => Story.A;

    private static WalletId B => Story.B;

    [Fact]
    public void A_history_of_one_call_after_the_other_is_right() => AssertRight(new Story()
        .Did("one", 3, 4, new Withdraw(A, 30))
        .Did("two", 5, 6, new Transfer(A, B, 70))
        .Did("one", 7, 8, new Withdraw(A, 1))
        .Did("one", 9, 10, new Deposit(A, 5) { IdempotencyKey = "key" })
        .Did("two", 11, 12, new Deposit(A, 5) { IdempotencyKey = "key" }));

    [Fact]
    public void Calls_at_once_may_have_been_done_in_any_order() => AssertRight(new Story()
        .Did("late", 5, 9, new Withdraw(A, 100))
        .Did("early", 3, 8, new Deposit(A, 50))
        .Did("middle", 4, 10, new Withdraw(A, 60)));

    [Fact]
    public void A_refusal_fits_where_nothing_was_there_yet()
    {
        var story = new Story();
        var before = story.Books;

        AssertRight(story.Did("one", 3, 6, new Deposit(A, 100)).Answered("two", 4, 5, new Withdraw(A, 150), before));
    }

    [Fact]
    public void A_lost_update_is_wrong()
    {
        var story = new Story();
        var before = story.Books;

        AssertWrong(story.Did("one", 3, 5, new Deposit(A, 10)).Answered("two", 4, 6, new Deposit(A, 20), before));
    }

    [Fact]
    public void Money_that_is_spent_twice_is_wrong()
    {
        var story = new Story();
        var before = story.Books;

        AssertWrong(story.Did("one", 3, 5, new Withdraw(A, 100)).Answered("two", 4, 6, new Transfer(A, B, 100), before));
    }

    [Fact]
    public void A_refusal_for_want_of_money_that_was_there_before_is_wrong()
    {
        var story = new Story();
        var before = story.Books;

        AssertWrong(story.Did("one", 3, 4, new Deposit(A, 100)).Answered("two", 5, 6, new Withdraw(A, 150), before));
    }

    [Fact]
    public void A_replay_that_ended_before_its_original_began_is_wrong()
    {
        var deposit = new Deposit(A, 5) { IdempotencyKey = "key" };
        var story = new Story();
        var after = new Story().Did("one", 5, 6, deposit).Books;

        AssertWrong(story.Answered("two", 3, 4, deposit, after).Did("one", 5, 6, deposit));
    }

    [Fact]
    public void A_replay_that_was_answered_while_its_original_was_under_way_is_right()
    {
        var deposit = new Deposit(A, 5) { IdempotencyKey = "key" };

        AssertRight(new Story().Did("one", 3, 6, deposit).Did("two", 4, 5, deposit));
    }

    [Fact]
    public void A_call_that_began_after_another_ended_does_not_come_before_it() => AssertWrong(new Story()
        .Did("late", 5, 6, new Deposit(A, 10))
        .Did("early", 3, 4, new Deposit(A, 20)));

    [Fact]
    public void Two_batches_that_each_rest_on_what_the_other_changed_are_wrong()
    {
        var story = new Story();
        var before = story.Books;
        var fromA = new CommandBatch(new Withdraw(A, 10)) { ExpectedVersions = [(B, 2)] };
        var fromB = new CommandBatch(new Withdraw(B, 10)) { ExpectedVersions = [(A, 2)] };

        AssertWrong(story.Did("one", 3, 6, fromA).Answered("two", 4, 5, fromB, before));
        AssertRight(new Story().Did("one", 3, 6, fromA).Did("two", 4, 5, fromB));
    }

    [Fact]
    public void A_reading_sees_both_legs_of_a_transfer_or_neither()
    {
        var story = new Story();
        var before = story.Books;
        var after = new Story().Did("one", 3, 6, new Transfer(A, B, 10)).Books;
        var torn = after with { Accounts = after.Accounts.SetItem(B, before.Accounts[B]) };

        AssertWrong(new Story().Did("one", 3, 6, new Transfer(A, B, 10)).Read("two", 4, 5, torn));
        AssertRight(new Story().Did("one", 3, 6, new Transfer(A, B, 10)).Read("two", 4, 5, before));
        AssertRight(new Story().Did("one", 3, 6, new Transfer(A, B, 10)).Read("two", 4, 5, after));
    }

    [Fact]
    public void A_reading_of_what_stood_before_a_call_that_had_ended_is_wrong()
    {
        var story = new Story();
        var before = story.Books;

        AssertWrong(story.Did("one", 3, 4, new Deposit(A, 10)).Read("two", 5, 6, before));
    }

    [Fact]
    public void A_call_that_was_never_answered_may_have_been_done_or_not()
    {
        var story = new Story().Unanswered("gone", 3, new Deposit(A, 10));
        AssertRight(story.Did("one", 4, 5, new Withdraw(A, 1)));

        var after = new Story().Did("gone", 3, 4, new Deposit(A, 10)).Books;
        AssertRight(new Story().Unanswered("gone", 3, new Deposit(A, 10)).Answered("one", 4, 5, new Withdraw(A, 1), after));
        AssertWrong(new Story().Unanswered("gone", 6, new Deposit(A, 10)).Answered("one", 4, 5, new Withdraw(A, 1), after));
    }

    [Fact]
    public void A_history_is_left_undecided_past_the_bound()
    {
        var history = new Story().Did("one", 3, 4, new Deposit(A, 10)).Did("two", 5, 6, new Deposit(A, 10)).ToHistory();

        Assert.Equal(HistoryOutcome.Undecided, HistoryChecker.Check(history, maxTries: 1).Outcome);
    }

    [Fact]
    public void The_explanation_shows_the_call_that_fits_nowhere_with_both_answers()
    {
        var story = new Story();
        var before = story.Books;

        var verdict = HistoryChecker.Check(story.Did("one", 3, 4, new Deposit(A, 100)).Answered("two", 5, 6, new Withdraw(A, 150), before).ToHistory());

        Assert.Contains("two [4, 5]: Withdraw 150 w0", verdict.Explanation, StringComparison.Ordinal);
        Assert.Contains("answered: refused at 0: insufficient_funds w0 available=100 requested=150", verdict.Explanation, StringComparison.Ordinal);
        Assert.Contains("right:    done", verdict.Explanation, StringComparison.Ordinal);
    }

    private static void AssertRight(Story story)
    {
        var verdict = HistoryChecker.Check(story.ToHistory());
        Assert.True(verdict.Outcome == HistoryOutcome.Linearizable, verdict.Explanation);
    }

    private static void AssertWrong(Story story) => Assert.Equal(HistoryOutcome.NotLinearizable, HistoryChecker.Check(story.ToHistory()).Outcome);
}
