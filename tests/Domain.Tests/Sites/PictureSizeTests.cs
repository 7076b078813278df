using Latchwork.Domain.Sites;

namespace Latchwork.Domain.Tests.Sites;

/// <summary>Width and height from headers alone; what is cut short or none has no size, and never a fault.</summary>
public sealed class PictureSizeTests
{
    private static readonly byte[] Png = Convert.FromHexString("89504E470D0A1A0A0000000D494844520000280000000010080600000000000000");

    /// <summary>A start, an application segment, a table, fill bytes, then a progressive frame of 640 by 480.</summary>
    private static readonly byte[] Jpeg = Convert.FromHexString("FFD8FFE000044A46FFC4000301FFFFFFC20011" + "0801E00280" + "03011100021100031100FFDA");

    [Fact]
    public void A_png_says_its_size_in_its_first_chunk() => Assert.Equal(new PictureSize(10240, 16), PictureSize.OfPng(Png));

    [Fact]
    public void A_jpeg_says_its_size_in_its_first_frame_behind_whatever_stands_before_it() =>
        Assert.Equal(new PictureSize(640, 480), PictureSize.OfJpeg(Jpeg));

    [Fact]
    public void One_is_not_the_other()
    {
        Assert.Null(PictureSize.OfPng(Jpeg));
        Assert.Null(PictureSize.OfJpeg(Png));
    }

    [Fact]
    public void What_is_cut_short_has_none()
    {
        for (var length = 0; length < 33; length++)
        {
            Assert.Null(PictureSize.OfPng(Png.AsSpan(0, length)));
        }

        for (var length = 0; length < 24; length++)
        {
            Assert.Null(PictureSize.OfJpeg(Jpeg.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData("FFD8FFE00000FFC000110801E00280")]
    [InlineData("FFD8FFDA00080000FFC000110801E00280")]
    [InlineData("FFD8FFC000110800000280")]
    [InlineData("FFD8FFFFFFFFFFFFFFFFFF")]
    [InlineData("FFD8FFE0FFFF")]
    public void A_jpeg_without_a_frame_in_front_of_its_picture_has_none(string hex) => Assert.Null(PictureSize.OfJpeg(Convert.FromHexString(hex)));

    [Fact]
    public void No_bytes_make_it_fail()
    {
        var draw = new Seed(1);
        for (var n = 0; n < 20_000; n++)
        {
            var bytes = (byte[])Jpeg.Clone();
            for (var changes = 1 + draw.Next(6); changes > 0; changes--)
            {
                bytes[2 + draw.Next(bytes.Length - 2)] = (byte)draw.Next(256);
            }

            _ = PictureSize.OfJpeg(bytes.AsSpan(0, draw.Next(bytes.Length + 1)));
        }
    }

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(0.12345678, 0.5, true)]
    [InlineData(-0.0001, 0.5, false)]
    [InlineData(0.5, 1.0001, false)]
    [InlineData(double.NaN, 0, false)]
    public void A_place_is_on_the_plan_or_refused(double x, double y, bool isOne) => Assert.Equal(isOne, PlanPlace.Create(x, y).Error is null);

    [Fact]
    public void A_place_has_four_decimals() => Assert.Equal("0.1235,1", $"{PlanPlace.Create(0.12345678, 1).Value}");
}
