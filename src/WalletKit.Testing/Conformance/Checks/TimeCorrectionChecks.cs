using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

/// <summary>The correction of the time of a wallet that is ahead of the clock.</summary>
internal sealed class TimeCorrectionChecks : StoreChecks
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    [Check]
    public async Task A_corrected_wallet_is_at_the_clock_and_its_entries_stay_as_they_are()
    {
        var (walletId, year) = await OpenAheadAsync("ahead");
        var before = await JournalOrNoneAsync(walletId);
        Time.Advance(Minute);

        var corrected = await DoAsync(new CorrectTime(walletId) { Reason = "the clock ran ahead", Actor = "clerk" });
        var next = await DoAsync(new Deposit(walletId, 2m));

        Assert.Equal(
            (WalletEventType.TimeCorrected, Time.GetUtcNow(), "the clock ran ahead", "clerk"),
            (corrected.Event!.Type, corrected.Event.CreatedAt, corrected.Event.Reason, corrected.Event.Actor));
        Assert.Equal((Time.GetUtcNow(), Time.GetUtcNow(), 3m), (next.Transaction!.CreatedAt, (await FindAsync(walletId)).UpdatedAt, (await FindAsync(walletId)).Balance));
        Assert.Equal([year, Time.GetUtcNow()], (await HistoryAsync(walletId)).Select(transaction => transaction.CreatedAt));
        Assert.Equal(corrected.Event, (await EventsAsync(walletId))[^1]);
        if (HasBooks)
        {
            Assert.Equal(before, (await JournalAsync(walletId)).SkipLast(2));
            await AuditJournalAsync(await FindAsync(walletId), await HistoryAsync(walletId));
        }
    }

    [Check]
    public async Task Earlier_entries_with_later_times_count_as_recorded_at_the_correction()
    {
        var (walletId, start) = await RunAheadAsync();
        await DoAsync(new CorrectTime(walletId));
        Time.Advance(Minute);
        await DoAsync(new Deposit(walletId, 4m));
        Time.Advance(Minute);

        foreach (var (time, sequence) in ((DateTimeOffset, long)[])
            [(start, 1), (start + Minute - Tick, 1), (start + Minute, 2), (start + (2 * Minute) - Tick, 2), (start + (2 * Minute), 3), (start + Year - Tick, 3), (start + Year, 3)])
        {
            var found = await Store.FindTransactionAsOfAsync(walletId, time, Token);
            Assert.Equal((sequence, time < Time.GetUtcNow()), (found.Transaction!.Sequence, found.IsFinal));
        }
    }

    [Check]
    public async Task A_wallet_can_be_corrected_more_than_once()
    {
        var walletId = await OpenWithAsync(1m);
        List<DateTimeOffset> times = [Time.GetUtcNow()];
        for (var i = 0; i < 4; i++)
        {
            Time.Advance(Year);
            await DoAsync(new Deposit(walletId, 1m));
            await DoAsync(new Deposit(walletId, 1m));
            Time.AdjustTime(times[^1] + Minute);
            await DoAsync(new CorrectTime(walletId));
            times.Add(Time.GetUtcNow());
        }

        Time.Advance(Minute);
        for (var i = 0; i < times.Count; i++)
        {
            Assert.Equal(1 + (2 * i), (await Store.FindTransactionAsOfAsync(walletId, times[i], Token)).Transaction!.Sequence);
        }
    }

    [Check]
    public async Task A_correction_never_moves_the_answer_as_of_a_time_before_it()
    {
        var (walletId, start) = await RunAheadAsync();
        var asked = await Store.FindTransactionAsOfAsync(walletId, start + Minute - Tick, Token);

        await DoAsync(new CorrectTime(walletId));

        Assert.True(asked.IsFinal);
        Assert.Equal(asked, await Store.FindTransactionAsOfAsync(walletId, start + Minute - Tick, Token));
    }

    [Check]
    public async Task A_wallet_that_is_not_ahead_is_refused_at_the_microsecond()
    {
        var walletId = await OpenWithAsync(1m);

        await RefusedAsync<WalletTimeNotAheadException>(new CorrectTime(walletId));
        Time.AdjustTime(Time.GetUtcNow() - Tick);
        await DoAsync(new CorrectTime(walletId));
        await RefusedAsync<WalletTimeNotAheadException>(new CorrectTime(walletId));
        await RefusedAsync<WalletNotFoundException>(new CorrectTime(NewId()));
    }

    [Check]
    public async Task Frozen_and_closed_wallets_are_corrected_too()
    {
        var (walletId, _) = await OpenAheadAsync("ahead");
        await DoAsync(new Withdraw(walletId, 1m));
        await DoAsync(new CloseWallet(walletId));

        await DoAsync(new CorrectTime(walletId));

        Assert.Equal((WalletStatus.Closed, Time.GetUtcNow()), ((await FindAsync(walletId)).Status, (await FindAsync(walletId)).UpdatedAt));
        var frozen = await OpenAsync("frozen");
        await DoAsync(new FreezeWallet(frozen.Id));
        Time.AdjustTime(Time.GetUtcNow() - Minute);
        await DoAsync(new CorrectTime(frozen.Id));
        Assert.Equal(WalletStatus.Frozen, (await FindAsync(frozen.Id)).Status);
    }

    [Check]
    public async Task Holds_that_the_wallet_has_ended_stay_ended_and_others_run_by_the_right_clock()
    {
        var start = Time.GetUtcNow();
        var walletId = await OpenWithAsync(10m);
        var ended = (await DoAsync(new PlaceHold(walletId, 1m) { ExpiresIn = TimeSpan.FromDays(1) })).Hold!;
        Time.Advance(Year);
        var later = (await DoAsync(new PlaceHold(walletId, 2m) { ExpiresIn = Minute })).Hold!;
        var never = (await DoAsync(new PlaceHold(walletId, 4m))).Hold!;
        Time.AdjustTime(start + Minute);

        await DoAsync(new CorrectTime(walletId));

        await RefusedAsync<HoldEndedException>(new CaptureHold(ended.Id));
        Assert.Equal((6m, 4m), ((await FindAsync(walletId)).Held, (await FindAsync(walletId)).Available));
        var voided = (await DoAsync(new VoidHold(never.Id))).Hold!;
        var captured = (await DoAsync(new CaptureHold(later.Id))).Transaction!;
        Assert.Equal((never.UpdatedAt, start + Minute), (voided.UpdatedAt, captured.CreatedAt));
        Assert.Equal(8m, (await FindAsync(walletId)).Available);
    }

    [Check]
    public async Task An_answer_as_of_a_time_that_is_not_past_is_not_final_though_the_wallet_is_ahead_of_it()
    {
        var (walletId, start) = await RunAheadAsync();

        Assert.False((await Store.FindTransactionAsOfAsync(walletId, start + Minute, Token)).IsFinal);
        Assert.False((await Store.FindTransactionAsOfAsync(walletId, start + (2 * Minute), Token)).IsFinal);
        Assert.True((await Store.FindTransactionAsOfAsync(walletId, start + Minute - Tick, Token)).IsFinal);
    }

    [Check]
    public async Task The_corrections_are_listed_in_the_order_of_versions()
    {
        var walletId = await OpenWithAsync(1m);
        var now = Time.GetUtcNow();
        List<TimeCorrection> expected = [];
        for (var i = 1; i <= 3; i++)
        {
            Time.AdjustTime(now - (i * Minute));
            await DoAsync(new FreezeWallet(walletId));
            await DoAsync(new UnfreezeWallet(walletId));
            expected.Add(new((await DoAsync(new CorrectTime(walletId))).Event!.Version, Time.GetUtcNow()));
        }

        Assert.Equal(expected, await Store.ListTimeCorrectionsAsync(walletId, 0, 10, Token));
        Assert.Equal(expected[..2], await Store.ListTimeCorrectionsAsync(walletId, 0, 2, Token));
        Assert.Equal(expected[1..], await Store.ListTimeCorrectionsAsync(walletId, expected[0].Version, 2, Token));
        Assert.Empty(await Store.ListTimeCorrectionsAsync(walletId, expected[2].Version, 2, Token));
        Assert.Empty(await Store.ListTimeCorrectionsAsync(NewId(), 0, 2, Token));
    }

    [Check]
    public async Task A_retry_of_a_capture_after_the_correction_is_a_replay_of_the_same_hold()
    {
        var now = Time.GetUtcNow();
        Time.Advance(Year);
        var walletId = await OpenWithAsync(10m);
        var hold = (await DoAsync(new PlaceHold(walletId, 5m))).Hold!;
        await DoAsync(new CaptureHold(hold.Id, 1m) { KeepOpen = true });
        Time.AdjustTime(now);
        await DoAsync(new CorrectTime(walletId));
        Time.Advance(Minute);
        var capture = new CaptureHold(hold.Id, 1m) { KeepOpen = true, IdempotencyKey = "capture" };
        var first = await DoAsync(capture);

        Assert.Equal(first.Hold, (await DoAsync(capture)).Hold);
        Assert.Equal(hold.CreatedAt, first.Hold!.UpdatedAt);
        if (HasBooks)
        {
            await AuditJournalAsync(await FindAsync(walletId), await HistoryAsync(walletId));
        }
    }

    [Check]
    public async Task A_retry_is_a_replay_also_after_later_changes()
    {
        var (walletId, _) = await OpenAheadAsync("ahead");
        var correct = new CorrectTime(walletId) { IdempotencyKey = "correct" };
        var first = await DoAsync(correct);
        await DoAsync(new Deposit(walletId, 1m));

        var again = await DoAsync(correct);

        Assert.Equal((true, first.Event), (again.Replayed, again.Event));
        await RefusedAsync<IdempotencyConflictException>(correct with { Reason = "another" });
    }

    /// <summary>Opens a wallet with a deposit by a right clock and another under a clock that is a year ahead, and sets the clock a minute after the first.</summary>
    private async Task<(WalletId Id, DateTimeOffset Start)> RunAheadAsync()
    {
        var walletId = await OpenWithAsync(1m);
        var start = Time.GetUtcNow();
        Time.Advance(Year);
        await DoAsync(new Deposit(walletId, 2m));
        Time.AdjustTime(start + Minute);
        return (walletId, start);
    }
}
