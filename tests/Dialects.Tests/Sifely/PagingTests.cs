using Latchwork.Dialects.Sifely.Wire;

namespace Latchwork.Dialects.Tests.Sifely;

/// <summary>Sections 1.6 and 21.</summary>
public sealed class PagingTests
{
    [Theory]
    [InlineData(0, 20, 0)]
    [InlineData(1, 20, 1)]
    [InlineData(20, 20, 1)]
    [InlineData(21, 20, 2)]
    [InlineData(45, 20, 3)]
    [InlineData(int.MaxValue, 1, int.MaxValue)]
    public void Pages_are_the_total_over_the_size_rounded_up(int total, int size, int pages) =>
        Assert.Equal(pages, new Paging(1, size).PagesOf(total));

    [Theory]
    [InlineData(null, null, 1, 20)]
    [InlineData(3L, 50L, 3, 50)]
    [InlineData(1L, 1000L, 1, 200)]
    [InlineData(0L, 0L, 1, 20)]
    [InlineData(-1L, -1L, 1, 20)]
    [InlineData(long.MaxValue, long.MaxValue, int.MaxValue / 200, 200)]
    public void Absent_and_senseless_numbers_become_the_defaults_and_large_ones_are_clamped(
        long? page,
        long? size,
        int expectedPage,
        int expectedSize
    ) => Assert.Equal(new Paging(expectedPage, expectedSize), Paging.Of(page, size, Paging.Most));

    [Fact]
    public void Lists_of_locks_go_up_to_1000() => Assert.Equal(1000, Paging.Of(1, 5000, Paging.MostLocks).PageSize);
}
