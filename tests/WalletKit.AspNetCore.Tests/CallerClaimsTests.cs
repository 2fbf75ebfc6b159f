using System.Security.Claims;

namespace WalletKit.AspNetCore.Tests;

public sealed class CallerClaimsTests
{
    private const string Scheme = "scheme";

    private static readonly WalletApiOptions s_options = new();

    [Fact]
    public void The_subject_is_the_owner_or_else_the_name_identifier()
    {
        Assert.Equal("user-1", s_options.OwnerId(Caller(Identity(Scheme, ("sub", "user-1"), (ClaimTypes.NameIdentifier, "user-2")))));
        Assert.Equal("user-2", s_options.OwnerId(Caller(Identity(Scheme, (ClaimTypes.NameIdentifier, "user-2")))));
        Assert.Equal("user-1", s_options.OwnerId(Caller(Identity(Scheme, ("sub", "user-1")), Identity(Scheme, ("sub", "user-1")))));
        Assert.Null(s_options.OwnerId(Caller(Identity(Scheme))));
    }

    [Fact]
    public void A_caller_with_several_subjects_is_no_owner()
    {
        Assert.Null(s_options.OwnerId(Caller(Identity(Scheme, ("sub", "user-1"), ("sub", "user-2")))));
        Assert.Null(s_options.OwnerId(Caller(Identity(Scheme, ("sub", "user-1")), Identity(Scheme, ("sub", "user-2")))));
    }

    [Theory]
    [InlineData("scope", "openid wallets:operate")]
    [InlineData("scp", "wallets:operate")]
    [InlineData("http://schemas.microsoft.com/identity/claims/scope", "wallets:operate email")]
    [InlineData(ClaimTypes.Role, "wallets:operate")]
    public void A_role_or_a_scope_makes_an_operator(string type, string value)
    {
        Assert.True(s_options.IsOperator(Caller(Identity(Scheme, (type, value)))));
        Assert.False(s_options.IsOperator(Caller(Identity(Scheme, (type, "wallets:operated")))));
    }

    [Fact]
    public void Nothing_is_believed_of_an_identity_that_was_not_authenticated()
    {
        var claimed = Identity(null, ("sub", "user-2"), ("scope", "wallets:operate"), (ClaimTypes.Role, "wallets:operate"));

        Assert.Equal("user-1", s_options.OwnerId(Caller(claimed, Identity(Scheme, ("sub", "user-1")))));
        Assert.Null(s_options.OwnerId(Caller(claimed)));
        Assert.False(s_options.IsOperator(Caller(claimed, Identity(Scheme, ("sub", "user-1")))));
    }

    private static ClaimsPrincipal Caller(params ClaimsIdentity[] identities) => new(identities);

    private static ClaimsIdentity Identity(string? scheme, params (string Type, string Value)[] claims) =>
        new(claims.Select(claim => new Claim(claim.Type, claim.Value)), scheme);
}
